// Lists the APIs that have a client with this id. Each API stores its own copy, and the copies can differ.
//
//   npx node examples/clients-list-apis.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId] = readArgs("client id");
const tyk = TykOAuth.fromEnv();

const apiIds = await tyk.clients.listApis({ clientId });

console.log(apiIds.length === 0 ? "on no API" : apiIds.sort().join("\n"));
