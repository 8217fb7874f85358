// Prints for each listed token of a client whether it is alive, its expiry, and the APIs that it opens.
//
//   npx node examples/tokens-inspect.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv({ readOnly: true });

for await (const { code: listedCode } of tyk.tokens.iterate({ apiId, clientId })) {
  const { life, expires = 0, apiIds = [] } = await tyk.tokens.inspect({ apiId, listedCode });
  const until = expires > 0 ? new Date(expires * 1_000).toISOString() : "no end";
  const opens = [...apiIds].sort().join(", ");
  console.log(life === "gone" ? life : `${life} until ${until}, opens ${opens}`);
}
