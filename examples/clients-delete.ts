// Ends a client on one API: first its tokens, which would come back to life with its id, then the client itself. Where it had
// tokens it waits out the gateway's session cache, eleven seconds.
//
//   node examples/clients-delete.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

try {
  const { apis, tokens, advice } = await tyk.clients.delete({ apiId, clientId });
  // The gateway says yes to any id, so this is where a misspelt one is noticed.
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
