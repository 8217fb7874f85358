// Run this when a client's secret has leaked. It gives the client a new secret on all of its APIs, so the old secret gets no more
// tokens. Then it ends the client's tokens, waits for the gateway's session cache, and checks the tokens again.
//
//   TYK_GATEWAY_URL=... TYK_GATEWAY_SECRET_FILE=... npx node examples/revoke-leaked-client.ts shop-web > evidence.json
//
// It prints the report: JSON without secrets, tokens or hashes. Read the new secret with `clients.get`. The exit code is 0 only if
// everything is proved. You can run it again at any time; each run creates another secret.
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { CutOffReport, TykProgress } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId] = readArgs("client id");
const tyk = TykOAuth.fromEnv();

function printReport(report: CutOffReport): void {
  console.log(JSON.stringify(report, null, 2));
  for (const { apiId, secret, code } of report.secrets) {
    console.error(`${apiId}: the secret is ${secret}${code === undefined ? "" : ` (${code})`}`);
  }
  for (const { apiId, state, count, ended, reason } of report.apis) {
    console.error(`${apiId}: ${state} (${count}), ended ${ended}${reason ? `: ${reason}` : ""}`);
  }
  // The gateway does not list these, whatever the result above.
  for (const { what, reason } of report.beyondReach) console.error(`${what}: ${reason}`);
}

function onProgress({ phase, done, total }: TykProgress): void {
  if (phase === "wait" && done === 0) console.error(`waiting for ${total / 1_000} s ...`);
}

try {
  const { report } = await tyk.clients.cutOff({ clientId }, {}, { onProgress });
  printReport(report);
  console.error("CUT OFF");
} catch (error) {
  process.exitCode = 1;
  if (!isTykError(error)) throw error;
  console.error(error.message);
  // A run that ended early, for example at its deadline, has a report of what was done.
  if (error.report?.kind === "cut-off") printReport(error.report);
  if (error.code === "incomplete") {
    console.error(`NOT PROVED. What is left to do:
- If a secret is unchanged or unknown: run this again.
- If tokens are still alive, or could not be checked: run this again.
- If the gateway does not list hashed keys: set enable_hashed_keys_listing and run this again, or delete the client
  (clients-delete.ts). OAuth APIs refuse tokens of a deleted client within about a second, as long as no client with its
  id is created again. An API that does not use OAuth accepts the tokens until they are removed or expire.`);
  } else {
    // The error has no report: prints the requests before the failure.
    for (const { apiId, operation, outcome } of error.steps) {
      console.error(`${apiId ?? "-"}: ${operation} ${outcome}`);
    }
  }
}
