// Goes through the clients of all OAuth APIs, without their secrets, and names those that get no token: without a policy, or
// without a redirect URI.
//
//   node examples/clients-iterate-all.ts
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

let seen = 0;
try {
  for await (const { apiId, client } of tyk.clients.iterateAll()) {
    seen += 1;
    const { client_id, policy_id, redirect_uri } = client;
    if (policy_id === undefined) console.log(`${client_id} on ${apiId} has no policy`);
    if (redirect_uri === "") console.log(`${client_id} on ${apiId} has no redirect URI`);
  }
} catch (error) {
  // All others have come by now. See clients-repair-index.ts.
  if (!isTykError(error) || error.code !== "incomplete") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
console.log(`${seen} clients`);
