// Runs the transport's socket tests on this fetch instead of the built-in one.
import { createNodeFetch } from "@tyk-oauth/sdk/node";

globalThis.fetch = createNodeFetch() as typeof fetch;

await import("../unit/transport/aborts.test.ts");
await import("../unit/transport/concurrency.test.ts");
await import("../unit/transport/faults.test.ts");
await import("../unit/transport/limits.test.ts");
await import("../unit/transport/misdirected.test.ts");
await import("../unit/transport/redirects.test.ts");
await import("../unit/transport/request.test.ts");
await import("../unit/transport/retries.test.ts");
await import("../unit/transport/sockets.test.ts");
