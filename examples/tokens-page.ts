// Reads one page of a client's tokens: 100 at most, the first to expire first.
//
//   node examples/tokens-page.ts orders shop-web 1
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId, page] = args("api id", "client id", "page");
const tyk = TykOAuth.fromEnv();

const { Pagination, Tokens } = await tyk.tokens.page({ apiId, clientId, page: Number(page) });

console.log(`page ${Pagination.page_num} of ${Pagination.page_total}: ${Tokens.length} tokens`);
