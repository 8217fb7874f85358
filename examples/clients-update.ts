// Changes a client's description on all of its APIs and leaves all else as it is. The gateway's own update reaches one API, and
// would blank what it is not given.
//
//   node examples/clients-update.ts shop-web "Shop, new front"
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId, description] = args("client id", "description");
const tyk = TykOAuth.fromEnv();

// Of one API alone: { apiId, clientId } in place of it, which gives one client in place of a list.
const copies = await tyk.clients.update({ clientId, apis: "all" }, { description });

for (const { apiId, client } of copies) console.log(`${apiId}: ${client.description}`);
