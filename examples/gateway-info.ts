// Tells whether the gateway is up, and what version it says that it is. The secret is not sent.
//
//   node examples/gateway-info.ts
import { TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

const { status, version } = await tyk.gateway.info({ timeoutMs: 2_000, maxRetries: 0 });

console.log(`${status}, ${version}`);
