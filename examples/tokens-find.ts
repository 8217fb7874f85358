// Ends all tokens of one user on an API, for every client. The consent page stored the user's id in the token's session (`userId`,
// see clients-authorize.ts).
//
//   npx node examples/tokens-find.ts orders u1
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, user] = readArgs("api id", "user id");
const tyk = TykOAuth.fromEnv();

const found = await tyk.tokens.find({ apiId, where: { meta_data: { user } } });
for (const { clientId, listedCode } of found.tokens) {
  const { state } = await tyk.tokens.revoke({ apiId, listedCode });
  console.log(`a token of ${clientId ?? "no client"}: ${state}`);
}

if (!found.complete) {
  console.error(`there may be more tokens: ${found.reason ?? "not every key was read"}`);
  process.exitCode = 1;
}
