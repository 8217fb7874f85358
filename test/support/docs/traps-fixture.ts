import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import { documentedUrl, gatewaySecret, setUpFixture } from "./block-fixture.ts";

export { clientSecret, issueToken, redirectUri, ref, requestToken, tyk } from "./block-fixture.ts";

/** The embedded gateway to which `tyk` is connected. */
export let gateway: Gateway;

/** Replaces the gateway, the client on it and `tyk`. */
export async function setUpGateway(options?: GatewayOptions): Promise<void> {
  gateway = await setUpFixture(options);
}

/** Sends a request with the gateway's secret by plain `fetch`, as a program does that does not use the package. */
export function send(method: string, path: string, body?: object): Promise<Response> {
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  return fetch(documentedUrl + path, {
    method,
    headers: { "x-tyk-authorization": gatewaySecret, "content-type": type },
    ...(body === undefined ? {} : { body: isForm ? body.toString() : JSON.stringify(body) }),
  });
}

/** Calls an API with a token, and returns the status. */
export async function callApi(token: string, listenPath = "/orders/"): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(documentedUrl + listenPath, { headers })).status;
}
