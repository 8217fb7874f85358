// Tells where the gateway sends a browser that starts a flow for a client: the API's login page.
//
//   node examples/clients-login-page.ts orders shop-web https://shop.example/cb
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId, redirectUri] = args("API id", "client id", "redirect URI");
const tyk = TykOAuth.fromEnv();

const { url } = await tyk.clients.loginPage({ apiId, clientId }, { redirectUri });

console.log(url);
