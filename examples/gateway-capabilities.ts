// Finds out what the gateway can do, without changing anything: a build's version can be wrong, so each operation is asked for.
//
//   node examples/gateway-capabilities.ts
import { TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv({ readOnly: true });

const capabilities = await tyk.gateway.capabilities();

if (!capabilities.control) {
  console.error("there is no control API at this address");
  process.exitCode = 1;
} else {
  console.log(capabilities);
  if (capabilities.hashedKeys === true && capabilities.keyListing !== true) {
    console.log(
      "keys are hashed and not listed: what drops off a client's list can be found by nobody",
    );
  }
}
