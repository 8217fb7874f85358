// Ends all tokens of a client on one API, and prints what is proved. It waits eleven seconds for the gateway's session cache, then
// checks again.
//
//   npx node examples/tokens-revoke-all.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

// Without `ifUnproved`, it throws a TykIncompleteError with the same report if it cannot prove that all tokens are gone.
const report = await tyk.tokens.revokeAll({ apiId, clientId }, { ifUnproved: "report" });

for (const { state, count, ended, reason } of report.apis) {
  console.log(`${state} (${count}), ended ${ended}`);
  if (reason !== undefined) console.log(reason);
  if (state !== "refused-at-api") process.exitCode = 1;
}
