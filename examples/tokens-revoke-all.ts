// Revokes the listed tokens of a client on one API, with their refresh tokens, and shows what is listed then.
//
//   node examples/tokens-revoke-all.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();
const ref = { apiId, clientId };

const before = await tyk.tokens.list(ref);
await tyk.tokens.revokeAll(ref);
const after = await tyk.tokens.list(ref);

console.log(`${before.length} tokens were listed, ${after.length} are`);
