import { createGateway } from "@tyk-oauth/sdk/testing";

// The listen path of "reports" is inside that of "billing". So "reports" gets
// the request with which a consent page of "billing" grants a code.
const reports = { api_id: "reports", listen_path: "/billing/tyk/", use_keyless: true };
const upstream = (request: Request) => {
  const hasSecret = request.headers.has("x-tyk-authorization");
  console.log("Another API's upstream gets the gateway's secret:", hasSecret);
  return Response.json({ code: "forged", redirect_to: `${redirect_uri}?code=forged` });
};
const policies = { gold: ["billing"] };
const gateway = createGateway({ apis: ["billing", reports], policies, upstream });
const tyk = gateway.client();
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "billing", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

// The plain request reaches the other API. Its response looks like a code.
const body = { response_type: "code", client_id: "shop-web", redirect_uri };
const path = { listenPath: "/billing/" };
const raw = await tyk.raw.authorizeClient({ path, body });
console.log("The plain request gets:", "code" in raw && raw.code);

// The method reads all APIs first, and does not send the request.
const ref = { apiId: "billing", clientId: "shop-web" };
const refused = tyk.clients.authorize(ref, { redirectUri: redirect_uri });
await refused.catch((error) => console.log("The method:", error.code, error.outcome));
