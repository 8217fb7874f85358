// Ends all tokens of one user on an API, for every client, and names the clients that may still issue tokens for the user. The
// consent page stored the user's id in the token's session (`userId`, see clients-authorize.ts).
//
//   npx node examples/tokens-find.ts orders u1
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, user] = readArgs("api id", "user id");
const tyk = TykOAuth.fromEnv();

const input = { apiId, where: { meta_data: { user } } };
const found = await tyk.tokens.find(input);
for (const { clientId } of found.tokens) console.log(`found a token of ${clientId ?? "no client"}`);

// Without `ifUnproved`, it throws a TykIncompleteError with the same report if the user may still have a token, or get a new one.
const report = await tyk.tokens.revokeByUser(input, { ifUnproved: "report" });

for (const { state, ended, reason } of report.apis) {
  console.log(`${state}, ended ${ended}`);
  if (reason !== undefined) console.log(reason);
  if (state !== "refused-at-api") process.exitCode = 1;
}
for (const { clientId, refreshTokens, reason } of report.clients) {
  console.log(`refresh tokens of ${clientId}: ${refreshTokens} (${reason})`);
  if (refreshTokens !== "revoked") process.exitCode = 1;
}
