import type { NewClientRequest } from "../../generated/index.ts";
import { respondAtSize } from "./large-gateway.ts";
import { createTokenPage } from "./token-pages.ts";

/** The gateway's secret. */
export const secret = "bench-admin-secret";

/** The API and the client that the bench reads. */
export const apiId = "orders";
export const clientId = "shop-web";

/** The request paths, for contenders without generated operations. */
export const clientPath: string = `/tyk/oauth/clients/${apiId}/${clientId}`;
export const createPath = "/tyk/oauth/clients/create";
export const tokensPath: string = `${clientPath}/tokens`;

/** The client that the contenders create. */
export const newClient: NewClientRequest = {
  client_id: clientId,
  secret: "s3cret-shop",
  redirect_uri: "https://shop.example/cb",
  api_id: apiId,
  policy_id: "gold",
  meta_data: { team: "storefront", tier: 2, nested: { a: [1, null, true] } },
  description: "Shop web front",
};

/** The client as the gateway returns it: in the gateway's field order, and with the newline of Go's JSON encoder. */
export const storedClient: string = `{"client_id":"shop-web","redirect_uri":"https://shop.example/cb","policy_id":"gold","secret":"s3cret-shop","meta_data":{"nested":{"a":[1,null,true]},"team":"storefront","tier":2},"description":"Shop web front"}\n`;

/** The body of the response to a wrong secret. */
const refused = `{"status":"error","message":"Attempted administrative access with invalid or missing key!"}\n`;
const unknown = "404 page not found\n";

/** A response of the gateway. */
export interface GatewayResponse {
  readonly status: "200 OK" | "403 Forbidden" | "404 Not Found";
  readonly type: "application/json" | "text/plain; charset=utf-8";
  readonly body: string;
}

/** The path of a gateway of some size: `/size/1000/tyk/keys` is the list of 1,000 keys. */
const sizedPath = /^\/size\/(\d+)(\/.*)$/;

/** Returns the gateway's response to a request. */
export function respond(method: string, target: string, sentSecret: string): GatewayResponse {
  if (sentSecret !== secret) return jsonResponse("403 Forbidden", refused);
  const [, size, path = ""] = sizedPath.exec(target) ?? [];
  const body = size === undefined ? undefined : respondAtSize(Number(size), path);
  if (body !== undefined) return jsonResponse("200 OK", body);
  if (method === "GET" && target === clientPath) return jsonResponse("200 OK", storedClient);
  if (method === "POST" && target === createPath) return jsonResponse("200 OK", storedClient);
  if (method === "GET" && target.startsWith(`${tokensPath}?page=`)) {
    const page = Number(target.slice(tokensPath.length + "?page=".length));
    return jsonResponse("200 OK", createTokenPage(page));
  }
  return { status: "404 Not Found", type: "text/plain; charset=utf-8", body: unknown };
}

function jsonResponse(status: GatewayResponse["status"], body: string): GatewayResponse {
  return { status, type: "application/json", body };
}
