import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import { sendWithoutSdk, createClient } from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

export const tokenEndpointCases: readonly Case[] = [
  {
    name: "trap 29: the token endpoint expects id and secret unencoded, not encoded as RFC 6749 requires",
    setup: "second",
    recordings: ["basic-encoding"],
    run: async (context) => {
      const { tyk, app } = context;
      const [clientId, secret] = ["shop@acme", "p+q/r="];
      await createClient(context, clientId, { secret });
      expect((await app.token(`${clientId}:${secret}`, {})).token_type).toBe("bearer");
      const [id, encoded] = [encodeURIComponent(clientId), encodeURIComponent(secret)];
      await expectOAuthError("server_error", app.token(`${id}:${encoded}`, {}));
      await expectOAuthError("server_error", app.token(`${id}:${secret}`, {}));
      // client_secret_post of RFC 6749, 2.3.1.
      const posted = { client_id: clientId, client_secret: secret };
      const call = tyk.raw.oauthToken({
        path: { listenPath: "/orders/" },
        body: { grant_type: "client_credentials", ...posted },
      });
      expect(await expectFailure(call, "oauth")).toMatchObject({ error: "invalid_request" });
      // As it was recorded: the SDK would encode the @.
      await sendWithoutSdk(context, "DELETE", `/tyk/oauth/clients/orders/${clientId}`);
    },
  },
];
