// Ends all tokens of one user on an API, whichever client they were granted to. The consent page put the user's id into the
// token's session (`userId`, see clients-authorize.ts).
//
//   node examples/tokens-find.ts orders u1
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, user] = args("api id", "user id");
const tyk = TykOAuth.fromEnv();

const found = await tyk.tokens.find({ apiId, where: { meta_data: { user } } });
for (const { clientId, listedCode } of found.tokens) {
  const { state } = await tyk.tokens.revoke({ apiId, listedCode });
  console.log(`a token of ${clientId ?? "no client"}: ${state}`);
}

if (!found.complete) {
  console.error(`there may be more: ${found.reason ?? "not all was looked at"}`);
  process.exitCode = 1;
}
