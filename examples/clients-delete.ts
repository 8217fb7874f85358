// Deletes a client on one API. First ends its tokens, because they would work again with a new client of the same id (Trap 9).
// If the client had tokens, it waits eleven seconds for the gateway's session cache.
//
//   npx node examples/clients-delete.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

try {
  const { apis, tokens, advice } = await tyk.clients.delete({ apiId, clientId });
  // The gateway confirms the deletion of any id. `existed` shows a misspelt id.
  if (apis.some(({ existed }) => !existed)) {
    console.error(`${clientId} was not on ${apiId}`);
    process.exitCode = 1;
  } else {
    console.log(`${clientId} is deleted from ${apiId}`);
    for (const { state, reason } of tokens?.apis ?? []) {
      console.log(`its tokens: ${state}${reason === undefined ? "" : ` (${reason})`}`);
    }
    console.log(advice);
  }
} catch (error) {
  if (!isTykError(error) || error.code !== "incomplete") throw error;
  console.error(error.message, error.report);
  process.exitCode = 1;
}
