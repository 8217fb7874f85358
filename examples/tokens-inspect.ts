// Says of each of a client's listed tokens whether it lives, until when, and what it opens.
//
//   node examples/tokens-inspect.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv({ readOnly: true });

for await (const { code: listedCode } of tyk.tokens.iterate({ apiId, clientId })) {
  const { life, expires = 0, apiIds = [] } = await tyk.tokens.inspect({ apiId, listedCode });
  const until = expires > 0 ? new Date(expires * 1_000).toISOString() : "no end";
  const opens = [...apiIds].sort().join(", ");
  console.log(life === "gone" ? life : `${life} until ${until}, opens ${opens}`);
}
