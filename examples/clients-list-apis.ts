// Tells which APIs have a client of this id. Each stores a copy of its own, and the copies can differ.
//
//   node examples/clients-list-apis.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId] = args("client id");
const tyk = TykOAuth.fromEnv();

const apiIds = await tyk.clients.listApis({ clientId });

console.log(apiIds.length === 0 ? "on no API" : apiIds.sort().join("\n"));
