import { describe, expect, test } from "vitest";
import { createTestBed, onOrders, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";

const body = { api_id: "orders", policy_id: "gold", redirect_uri: redirectUri };
const why =
  "holds characters beyond A-Z a-z 0-9 - . _ ~: libraries that encode Basic credentials, as RFC 6749 requires, get no token, because the gateway does not decode them";

describe("an id or a secret that OAuth libraries encode", () => {
  test.each<[object, string[]]>([
    [{ client_id: "shop@acme" }, [`body.client_id ${why}`]],
    [{ client_id: "sh\u00f6p" }, [`body.client_id ${why}`]],
    [{ secret: "p+q/r=" }, [`body.secret ${why}`]],
    [{ client_id: "a b", secret: "100%" }, [`body.client_id ${why}`, `body.secret ${why}`]],
    [{ client_id: "Shop-1._~", secret: "aZ09-._~" }, []],
    [{}, []],
  ])("is accepted by clients.create with a warning: %j", async (more, expected) => {
    const { tyk } = createTestBed();
    const { data, warnings } = await tyk.clients.create({ ...body, ...more }).withResponse();
    expect(data).toMatchObject(more);
    expect(warnings).toEqual(expected);
    for (const warning of warnings) expect(warning).not.toContain(data.secret);
  });

  test("gives one warning if the id has a worse problem", async () => {
    const call = createTestBed().tyk.clients.create(
      { ...body, client_id: "a%b@c" },
      { lint: "warn" },
    );
    const { warnings } = await call.withResponse();
    expect(warnings).toEqual(["body.client_id must not contain \\, %, ?, # or a colon"]);
  });

  test("is accepted by a rotation and by cutOff with a warning", async () => {
    const { tyk } = await testBedWithOneCopy();
    for (const secret of ["p+q", "plain"]) {
      const rotated = await tyk.clients.rotateSecret(onOrders, { secret }).withResponse();
      expect(rotated.data.secret).toBe(secret);
      const expected = secret === "plain" ? [] : [`secret ${why}`];
      expect(rotated.warnings).toEqual(expected);
      const where = { clientId: onOrders.clientId };
      const cut = await tyk.clients
        .cutOff(where, { secret, wait: false, ifUnproved: "report" })
        .withResponse();
      expect(cut.warnings.filter((warning) => warning.includes("Basic"))).toEqual(expected);
    }
  });
});

describe("key rules", () => {
  test("accept fields that the gateway overwrites, with a warning", async () => {
    const { tyk } = await testBedWithOneCopy();
    const keyRules = { org_id: "acme", apply_policies: ["gold"] };
    const warningsOf = async (more: object): Promise<readonly string[]> => {
      const request = { redirectUri, keyRules: { ...keyRules, ...more } };
      return (await tyk.clients.authorize(onOrders, request).withResponse()).warnings;
    };
    expect(await warningsOf({ expires: 1, oauth_client_id: "x", alias: "a" })).toEqual([
      "keyRules: the gateway overwrites expires and oauth_client_id with the token's own values",
    ]);
    expect(await warningsOf({ alias: "a" })).toEqual([]);
  });
});
