// For the night on which a client's secret has leaked: gives it a new secret on all of its APIs, so that nobody gets more
// tokens with the old one; then ends its tokens; then waits out the gateway's session cache, and looks again.
//
//   TYK_GATEWAY_URL=... TYK_GATEWAY_SECRET_FILE=... node examples/revoke-leaked-client.ts shop-web > evidence.json
//
// What it prints is the report: JSON without a secret, a token or a hash. The new secret is read with `clients.get`. The exit
// code is 0 only where all is proved. It can be run again at any time, and then makes another new secret.
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { CutOffReport, TykProgress } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId] = args("client id");
const tyk = TykOAuth.fromEnv();

function print(report: CutOffReport): void {
  console.log(JSON.stringify(report, null, 2));
  for (const { apiId, secret, code } of report.secrets) {
    console.error(`${apiId}: the secret is ${secret}${code === undefined ? "" : ` (${code})`}`);
  }
  for (const { apiId, state, count, ended, reason } of report.apis) {
    console.error(`${apiId}: ${state} (${count}), ended ${ended}${reason ? `: ${reason}` : ""}`);
  }
  // Whatever came of the rest: the gateway lists these nowhere.
  for (const { what, reason } of report.beyondReach) console.error(`${what}: ${reason}`);
}

function onProgress({ phase, done, total }: TykProgress): void {
  if (phase === "wait" && done === 0) console.error(`waiting for ${total / 1_000} s ...`);
}

try {
  const { report } = await tyk.clients.cutOff({ clientId }, {}, { onProgress });
  print(report);
  console.error("CUT OFF");
} catch (error) {
  process.exitCode = 1;
  if (!isTykError(error)) throw error;
  console.error(error.message);
  // Also of a run that ended half-way, by a deadline say: what was done by then.
  if (error.report !== undefined) print(error.report as CutOffReport);
  if (error.code === "incomplete") {
    console.error(`NOT PROVED. What is left to do:
- A secret that is unchanged or unknown: run this again.
- Tokens that are still alive, or could not be looked at: run this again.
- Where the gateway does not list hashed keys: set enable_hashed_keys_listing and run this again, or delete the client
  (clients-delete.ts). OAuth APIs refuse tokens of a deleted client within about a second, as long as its id is not made
  again. An API that is not OAuth takes them until they are removed or expire.`);
  } else {
    // As with a wrong address: what was done before it failed.
    for (const { apiId, operation, outcome } of error.steps) {
      console.error(`${apiId ?? "-"}: ${operation} ${outcome}`);
    }
  }
}
