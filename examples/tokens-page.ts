// Reads one page of a client's tokens: at most 100, the earliest expiry first.
//
//   npx node examples/tokens-page.ts orders shop-web 1
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId, page] = readArgs("api id", "client id", "page");
const tyk = TykOAuth.fromEnv();

const { Pagination, Tokens } = await tyk.tokens.page({ apiId, clientId, page: Number(page) });

console.log(`page ${Pagination.page_num} of ${Pagination.page_total}: ${Tokens.length} tokens`);
