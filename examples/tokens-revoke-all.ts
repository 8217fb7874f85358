// Ends all tokens of a client on one API, and shows how far that is proved. It waits out the gateway's session cache, eleven
// seconds, and looks again.
//
//   node examples/tokens-revoke-all.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

// Without the argument it throws a TykIncompleteError, with the same report, where it is not proved that all are gone.
const report = await tyk.tokens.revokeAll({ apiId, clientId }, { ifUnproved: "report" });

for (const { state, count, ended, reason } of report.apis) {
  console.log(`${state} (${count}), ended ${ended}`);
  if (reason !== undefined) console.log(reason);
  if (state !== "refused-at-api") process.exitCode = 1;
}
