import { describe, expect, test } from "vitest";
import { leaks } from "../../support/secrets/leaks.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { markers } from "../../support/secrets/markers.ts";
import { watchedClient } from "../../support/secrets/watched-client.ts";
import { client, ok } from "../../support/samples/samples.ts";

describe("printing a client", () => {
  const { tyk } = clientWithReplies([json(client)], {
    secret: markers.admin,
    headers: { authorization: `Basic ${markers.header}` },
    apiBaseUrl: "https://apis.example",
  });

  test.each([
    ["the client itself", tyk],
    ["tyk.raw", tyk.raw],
    ["tyk.clients", tyk.clients],
    ["tyk.tokens", tyk.tokens],
    ["tyk.apis", tyk.apis],
    ["tyk.policies", tyk.policies],
    ["tyk.gateway", tyk.gateway],
    ["a copy", tyk.withOptions({ timeoutMs: 5 })],
  ])("%s shows no secret", (_, value) => {
    expect(leaks(markers, value, { ...(value as object) }, [value])).toEqual([]);
  });

  test("a call in flight shows no secret either", async () => {
    const answer = (url: string): unknown => (url.includes("/clients/apis/") ? [] : ok);
    const { tyk: busy } = watchedClient({
      fetch: (url) => Promise.resolve(Response.json(answer(url))),
    });
    const call = busy.tokens.revoke({ clientId: "a", token: markers.token });
    expect(leaks(markers, call)).toEqual([]);
    await call;
    expect(leaks(markers, call, await call.withResponse())).toEqual([]);
  });

  test("a result is plain data, and the requested one", async () => {
    const { tyk: own } = clientWithReplies([json(client)]);
    const result = await own.clients.get({ apiId: "a", clientId: "shop-web" });
    expect(structuredClone(result)).toEqual(client);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});

test("the search for markers finds them wherever they hide", () => {
  const hidden = Object.defineProperty(new Error("m"), "secret", {
    value: { a: [markers.admin] },
    enumerable: false,
  });
  const values: unknown[] = [
    markers.admin,
    new Error(markers.admin),
    new Error("m", { cause: new Error(markers.admin) }),
    hidden,
    { toJSON: () => markers.admin },
    { [Symbol("s")]: markers.admin },
    { a: { b: { c: encodeURIComponent(markers.admin) } } },
    new Map([["k", markers.admin]]),
    new Headers({ a: markers.admin }),
    new Request("https://a.example", { headers: { a: markers.admin } }),
  ];
  for (const value of values) expect(leaks(markers, value)).toEqual(["admin"]);
  expect(leaks(markers, { a: "nothing" })).toEqual([]);
});
