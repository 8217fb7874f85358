import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { clientPath } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const coldApiCases: readonly Case[] = [
  {
    name: "trap 32: an API that is not OAuth is cold in a fresh process, and drops the connection until a client of it is read",
    recordings: [],
    unrecorded: "the recordings of 4.3.0 and later were made on warm gateways",
    options: { warm: false },
    run: async (context) => {
      const { tyk, gateway } = context;
      const tokens = (): Promise<unknown> =>
        tyk.raw.getOAuthClientTokens(clientPath("nobody", "open"));
      await expectFailure(tokens(), "connection");
      await expectFailure(tyk.raw.rotateOAuthClient(clientPath("nobody", "open")), "connection");
      // 3.0.0 drops this connection, too, and stays cold.
      const stays = isBefore(gateway.version, "4.3");
      await expectFailure(
        tyk.raw.getOAuthClient(clientPath("nobody", "open")),
        stays ? "connection" : "not-found",
      );
      if (stays) await expectFailure(tokens(), "connection");
      else expect(await tokens()).toEqual([]);
      // The methods read the client themselves, and make the call again.
      const list = tyk.tokens.list({ apiId: "vault", clientId: "nobody" });
      if (stays) await expectFailure(list, "connection");
      else expect(await list).toEqual([]);
    },
  },
];
