import type { NewClientRequest } from "../../generated/index.ts";
import { pageOfTokens } from "./token-pages.ts";

/** What the bench's clients present as the gateway's secret. */
export const secret = "bench-admin-secret";

/** The API and the client that the bench asks for. */
export const apiId = "orders";
export const clientId = "shop-web";

/** The paths that the contenders which know no operations are given. */
export const clientPath: string = `/tyk/oauth/clients/${apiId}/${clientId}`;
export const createPath = "/tyk/oauth/clients/create";
export const tokensPath: string = `${clientPath}/tokens`;

/** What the contenders create. */
export const newClient: NewClientRequest = {
  client_id: clientId,
  secret: "s3cret-shop",
  redirect_uri: "https://shop.example/cb",
  api_id: apiId,
  policy_id: "gold",
  meta_data: { team: "storefront", tier: 2, nested: { a: [1, null, true] } },
  description: "Shop web front",
};

/** The client as the gateway stores it and answers with: its order of fields, and the newline of Go's encoder. */
export const storedClient: string = `{"client_id":"shop-web","redirect_uri":"https://shop.example/cb","policy_id":"gold","secret":"s3cret-shop","meta_data":{"nested":{"a":[1,null,true]},"team":"storefront","tier":2},"description":"Shop web front"}\n`;

/** What the gateway says to whoever does not know its secret. */
const refused = `{"status":"error","message":"Attempted administrative access with invalid or missing key!"}\n`;
const unknown = "404 page not found\n";

/** An answer of the gateway. */
export interface Answer {
  readonly status: "200 OK" | "403 Forbidden" | "404 Not Found";
  readonly type: "application/json" | "text/plain; charset=utf-8";
  readonly body: string;
}

/** What the gateway answers to a request. */
export function answerTo(method: string, target: string, presented: string): Answer {
  if (presented !== secret) return json("403 Forbidden", refused);
  if (method === "GET" && target === clientPath) return json("200 OK", storedClient);
  if (method === "POST" && target === createPath) return json("200 OK", storedClient);
  if (method === "GET" && target.startsWith(`${tokensPath}?page=`)) {
    const page = Number(target.slice(tokensPath.length + "?page=".length));
    return json("200 OK", pageOfTokens(page));
  }
  return { status: "404 Not Found", type: "text/plain; charset=utf-8", body: unknown };
}

function json(status: Answer["status"], body: string): Answer {
  return { status, type: "application/json", body };
}
