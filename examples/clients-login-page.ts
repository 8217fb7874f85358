// Prints the URL to which the gateway redirects a browser that starts a flow for a client: the API's login page.
//
//   npx node examples/clients-login-page.ts orders shop-web https://shop.example/cb
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId, redirectUri] = readArgs("API id", "client id", "redirect URI");
const tyk = TykOAuth.fromEnv();

const { url } = await tyk.clients.loginPage({ apiId, clientId }, { redirectUri });

console.log(url);
