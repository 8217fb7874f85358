// Lists clients of all OAuth APIs that get no tokens, because they have no policy or no redirect URI. Reads no secrets.
//
//   npx node examples/clients-iterate-all.ts
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

let count = 0;
try {
  for await (const { apiId, client } of tyk.clients.iterateAll()) {
    count += 1;
    const { client_id, policy_id, redirect_uri } = client;
    if (policy_id === undefined) console.log(`${client_id} on ${apiId} has no policy`);
    if (redirect_uri === "") console.log(`${client_id} on ${apiId} has no redirect URI`);
  }
} catch (error) {
  // The loop has returned all other clients. See clients-repair-index.ts.
  if (!isTykError(error) || error.code !== "incomplete") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
console.log(`${count} clients`);
