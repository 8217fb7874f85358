import { describe, expect, test } from "vitest";
import { json } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { api } from "../../../support/samples/samples.ts";

const open = { ...api, api_id: "open", use_oauth2: false };

describe("apis.get", () => {
  test("reads one whole definition", async () => {
    const whole = { ...api, a_field_of_the_gateway: { a: 1 } };
    const { tyk, sent } = clientWithReplies([json(whole)]);
    const { data, steps } = await tyk.apis.get({ apiId: "or ders" }).withResponse();
    expect(data).toEqual(whole);
    expect(steps).toEqual([{ apiId: "or ders", operation: "getApi", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/apis/or%20ders" }]);
  });

  test("reads the definition on each call", async () => {
    const newer = { ...api, name: "newer" };
    const { tyk } = clientWithReplies([json(api), json(newer)]);
    expect(await tyk.apis.get({ apiId: "orders" })).toEqual(api);
    expect(await tyk.apis.get({ apiId: "orders" })).toEqual(newer);
  });
});

describe("apis.list", () => {
  test.each([
    [undefined, [api, open]],
    [{}, [api, open]],
    [{ oauth: undefined }, [api, open]],
    [{ oauth: true }, [api]],
    [{ oauth: false }, [open]],
  ])("of %j returns the requested APIs", async (args, expected) => {
    const { tyk, sent } = clientWithReplies([json([api, open])]);
    const { data, steps } = await tyk.apis.list(args).withResponse();
    expect(data).toEqual(expected);
    expect(steps).toEqual([{ operation: "listApis", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/apis" }]);
  });
});
