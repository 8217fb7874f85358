// Heals an API whose clients cannot be listed, since its index names one whose record is gone. The gateway does not say which:
// name the clients that may have been there, from your own books. Those that have a record are left alone.
//
//   node examples/clients-repair-index.ts orders shop-web shop-app
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId] = args("api id", "client id, as many as you know");
const candidates = process.argv.slice(3);
const tyk = TykOAuth.fromEnv();

try {
  const { removed, kept } = await tyk.clients.repairIndex({ apiId, candidates });
  console.log(`the clients of ${apiId} can be listed`);
  console.log(`removed: ${removed.join(", ") || "none"}; left alone: ${kept.join(", ") || "none"}`);
} catch (error) {
  if (!isTykError(error) || error.code !== "incomplete") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
