// Runs the transport's socket tests on this fetch instead of the built-in one.
import { createNodeFetch } from "@tyk-oauth/sdk/node";

globalThis.fetch = createNodeFetch() as typeof fetch;

await import("../transport/aborts.test.ts");
await import("../transport/concurrency.test.ts");
await import("../transport/faults.test.ts");
await import("../transport/limits.test.ts");
await import("../transport/misdirected.test.ts");
await import("../transport/redirects.test.ts");
await import("../transport/request.test.ts");
await import("../transport/renewed-secret.test.ts");
await import("../transport/retries.test.ts");
await import("../transport/retry-waits.test.ts");
await import("../transport/sockets.test.ts");
