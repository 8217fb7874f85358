import { describe, test } from "vitest";
import { isUnknown } from "../../support/util/saying.ts";
import { any, expectRefused as refused } from "../../support/client/expect-refused.ts";
import type { Wrong, WrongCall as Call } from "../../support/client/expect-refused.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const object = "must be an object";

describe("a document", () => {
  const noApi = "or body.policy_id must be given, or apis: nothing else names the client's APIs";

  test.each<[string, Call, readonly Wrong[]]>([
    [
      "clients.create",
      (tyk, body) => tyk.clients.create(any(body)),
      [
        [undefined, "body", object],
        [{ redirect_uri }, "body.api_id", noApi],
        [{ redirect_uri, policy_id: "" }, "body.api_id", noApi],
        [{ api_id: "a", redirect_uri, clientId: "b" }, "body.clientId", isUnknown],
        [{ api_id: "a", redirect_uri, description: 7 }, "body.description", "must be a string"],
        [
          { api_id: "a" },
          "body.redirect_uri",
          "must be given: a client without a redirect URI gets no token",
        ],
      ],
    ],
    [
      "clients.update",
      (tyk, patch) => tyk.clients.update(ref, any(patch)),
      [
        [undefined, "patch", object],
        [{ secret: "a" }, "patch.secret", isUnknown],
        [{ redirect_uri: "/cb" }, "patch.redirect_uri", "must be an absolute URI"],
      ],
    ],
    [
      "clients.replace",
      (tyk, body) => tyk.clients.replace(ref, any(body)),
      [
        [undefined, "body", object],
        [{ redirect_uri, description: null }, "body.description", "must be a string"],
        [{ redirect_uri, client_id: "a" }, "body.client_id", isUnknown],
        [
          {},
          "body.redirect_uri",
          "must be given: a client without a redirect URI gets no token. To store none, set blankRedirectUri",
        ],
      ],
    ],
  ])("of %s is rejected if it is wrong", async (name, call, wrong) => {
    await refused(name, call, wrong);
  });
});
