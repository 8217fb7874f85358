// A program that makes one failing call, prints its code, and has nothing more to do.
import { TykOAuth, isTykError } from "@tyk-oauth/sdk";
import type { TykOAuthOptions } from "@tyk-oauth/sdk";

const [baseUrl = "", json = "{}"] = process.argv.slice(2);
const options = JSON.parse(json) as Partial<TykOAuthOptions>;
const tyk = new TykOAuth({ baseUrl, secret: "a-secret", ...options });
try {
  await tyk.raw.getOAuthClient({ path: { apiID: "orders", keyName: "shop-web" } });
  process.stdout.write("succeeded\n");
} catch (error) {
  process.stdout.write(`${isTykError(error) ? error.code : "a foreign error"}\n`);
}
