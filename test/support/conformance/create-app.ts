import type { TykOAuth } from "@tyk-oauth/sdk";
import type { App } from "./case.ts";

/** Creates an application with a base URL and a fetch. */
export function createApp(tyk: TykOAuth, baseUrl: string, fetch: typeof globalThis.fetch): App {
  return {
    token: (credentials, form, api = "orders") =>
      tyk.raw.oauthToken(
        { path: { listenPath: `/${api}/` }, body: { grant_type: "client_credentials", ...form } },
        { headers: { authorization: `Basic ${btoa(credentials)}` } },
      ),
    use: async (token, api = "orders") => {
      const response = await fetch(`${baseUrl}/${api}/hello`, {
        headers: { authorization: `Bearer ${token}` },
      });
      await response.text();
      return response.status;
    },
  };
}
