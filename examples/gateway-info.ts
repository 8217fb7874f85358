// Prints the gateway's health and the version that it reports. Does not send the secret.
//
//   npx node examples/gateway-info.ts
import { TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

const { status, version } = await tyk.gateway.info({ timeoutMs: 2_000, maxRetries: 0 });

console.log(`${status}, ${version}`);
