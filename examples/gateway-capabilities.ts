// Prints what the gateway supports, without changing anything. The reported version can be wrong, so the SDK probes each operation.
//
//   npx node examples/gateway-capabilities.ts
import { TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv({ readOnly: true });

const capabilities = await tyk.gateway.capabilities();

if (!capabilities.control) {
  console.error("this address has no control API: check the host and the port");
  process.exitCode = 1;
} else {
  console.log(capabilities);
  if (capabilities.hashedKeys === true && capabilities.keyListing !== true) {
    console.log(
      "keys are hashed and not listed: nobody can find tokens that dropped off a client's list",
    );
  }
}
