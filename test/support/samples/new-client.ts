import type { CreateArgs, NewClientRequest } from "../../../src/index.ts";
import { omit } from "../util/omit.ts";
import { clientId } from "../gateway/scene.ts";
import { redirectUri } from "../gateway/redirect-uri.ts";

export const secret = "one-of-my-own";

type BodyOnApi = Required<
  Pick<
    NewClientRequest,
    "client_id" | "secret" | "api_id" | "policy_id" | "redirect_uri" | "description"
  >
>;

export const body: BodyOnApi = {
  client_id: clientId,
  secret,
  api_id: "orders",
  policy_id: "gold",
  redirect_uri: redirectUri,
  description: "Shop",
};

/** Without an API: for several of them, or by the policy. */
export const ofSeveral: Omit<BodyOnApi, "api_id"> = omit(body, "api_id");

export const unnamed: Omit<BodyOnApi, "api_id" | "secret"> = omit(ofSeveral, "secret");

export const both: CreateArgs = { apis: ["orders", "billing"] };
