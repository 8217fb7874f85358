// Ends a client on one API: first its tokens, since they would outlive it in storage, then the client itself.
//
//   node examples/clients-delete.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();
const ref = { apiId, clientId };

try {
  await tyk.tokens.revokeAll(ref);
} catch (error) {
  // A delete of an unknown client is a success, so this is where a misspelt id is noticed.
  if (!isTykError(error) || error.code !== "not-found") throw error;
  console.error(`${clientId} is not on ${apiId}`);
  process.exit(1);
}
await tyk.clients.delete(ref);

console.log(`${clientId} is deleted from ${apiId}; do not make that id again`);
