// Prints the requests that cutting off a client would send to change the gateway, without sending them. Reads are really sent.
//
//   npx node examples/dry-run.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId] = readArgs("client id");
// `readOnly: true` would refuse the method instead. Use it for scripts that only read.
const tyk = TykOAuth.fromEnv({ dryRun: true });

const { data, steps } = await tyk.clients.cutOff({ clientId }).withResponse();

for (const { apiId, operation, outcome } of steps) {
  if (outcome === "not-sent") console.log(`would send ${operation} (${apiId ?? "no API"})`);
}
for (const { apiId, count } of data.report.apis) console.log(`${apiId}: ${count} tokens are alive`);
