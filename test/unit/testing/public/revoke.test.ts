import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway } from "../../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  statusWith,
  tokenPairFor,
} from "../../../support/gateway/requests.ts";

async function revoke(gateway: Gateway, fields: Record<string, string>): Promise<number> {
  const body = new URLSearchParams(fields);
  const path = `${gateway.url}/orders/oauth/revoke`;
  return (await gateway.fetch(path, { method: "POST", body })).status;
}

describe("an API's own revoke", () => {
  it.each([
    ["access_token", "access", 403, 200],
    ["refresh_token", "access", 200, 200],
    ["", "access", 403, 200],
    ["access_token", "refresh", 200, 200],
    ["refresh_token", "refresh", 200, 403],
    ["", "refresh", 200, 403],
  ] as const)(
    "with the hint %j and the %s token leaves %i and %i",
    async (token_type_hint, kind, accessStatus, refreshStatus) => {
      const gateway = createGateway({ version: "5.14.0" });
      await addClient(gateway, "app");
      const pair = await tokenPairFor(gateway, "app");
      expect(await revoke(gateway, { token: pair[kind], token_type_hint })).toBe(200);
      expect(await statusWith(gateway, pair.access)).toBe(accessStatus);
      const fields = { grant_type: "refresh_token", refresh_token: pair.refresh };
      expect((await postToken(gateway, "app", fields)).status).toBe(refreshStatus);
    },
  );
});
