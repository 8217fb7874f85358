// Repairs an API whose clients cannot be listed, because its index names a client without a record (Trap 10). The gateway does not
// name that client: pass the clients that may have been there, from your own records. Clients with a record are not changed.
//
//   npx node examples/clients-repair-index.ts orders shop-web shop-app
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId] = readArgs("api id", "client ids, as many as you know");
const candidates = process.argv.slice(3);
const tyk = TykOAuth.fromEnv();

try {
  const { removed, kept } = await tyk.clients.repairIndex({ apiId, candidates });
  console.log(`the clients of ${apiId} can be listed`);
  console.log(`removed: ${removed.join(", ") || "none"}; unchanged: ${kept.join(", ") || "none"}`);
} catch (error) {
  if (!isTykError(error) || error.code !== "incomplete") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
