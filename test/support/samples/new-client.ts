import { omit } from "../util/omit.ts";
import { clientId } from "../gateway/test-bed.ts";
import { redirectUri } from "../gateway/redirect-uri.ts";

export const newSecret = "one-of-my-own";

type BodyOnApi = Record<
  "client_id" | "secret" | "api_id" | "policy_id" | "redirect_uri" | "description",
  string
>;

export const newClientBody: BodyOnApi = {
  client_id: clientId,
  secret: newSecret,
  api_id: "orders",
  policy_id: "gold",
  redirect_uri: redirectUri,
  description: "Shop",
};

/** Without an API: for several APIs, or for those of the policy. */
export const bodyWithoutApi: Omit<BodyOnApi, "api_id"> = omit(newClientBody, "api_id");

export const bodyWithoutSecret: Omit<BodyOnApi, "api_id" | "secret"> = omit(
  bodyWithoutApi,
  "secret",
);

export const onBothApis: { apis: string[] } = { apis: ["orders", "billing"] };
