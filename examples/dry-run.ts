// Shows what cutting off a client would send, and sends none of it. Looks are made, and their answers are real.
//
//   node examples/dry-run.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId] = args("client id");
// With `readOnly: true` in place of it the verb would be refused: for a script that is only to look.
const tyk = TykOAuth.fromEnv({ dryRun: true });

const { data, steps } = await tyk.clients.cutOff({ clientId }).withResponse();

for (const { apiId, operation, outcome } of steps) {
  if (outcome === "not-sent") console.log(`would send ${operation} (${apiId ?? "no API"})`);
}
for (const { apiId, count } of data.report.apis) console.log(`${apiId}: ${count} tokens are alive`);
