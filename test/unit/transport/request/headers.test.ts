import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkHeaders } from "../../../../src/config/checks.ts";
import { fakeFetch, json } from "../../../support/network/fake-fetch.ts";
import { newClient } from "../../../support/client/client.ts";
import { client } from "../../../support/samples/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

describe("headers", () => {
  const check = (headers: Record<string, string> | undefined): unknown =>
    checkHeaders(headers, (field, why) => {
      throw new Error(`${field} ${why}`);
    });

  test("can have every character that a name and a value allow", () => {
    const name = "!#$%&'*+-.^_`|~09azAZ";
    const value = `\t${Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
      .filter((char) => /[\x20-\x7e\x80-\xff]/.test(char))
      .join("")}`;
    expect(check({ [name]: value })).toEqual({ [name.toLowerCase()]: value });
    expect(check({ "x-empty": "" })).toEqual({ "x-empty": "" });
    expect(check(undefined)).toEqual({});
  });

  test.each(["__proto__", "__PROTO__"])("reject %s, which fetch drops", (name) => {
    expect(() => check({ [name]: "a" })).toThrow("headers contains an invalid header name");
  });

  test("are accepted if fetch can send them, and otherwise rejected without quoting the value", () => {
    const anyName = fc.oneof(
      fc.string({ unit: "binary-ascii" }),
      fc.stringMatching(/^[a-zA-Z0-9-]{1,20}$/),
    );
    const anyValue = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[\t\x20-\xff]{0,20}$/),
    );
    // So that a value which is quoted cannot be one of our own words.
    const marked = anyValue.map((value) => `${value}!`);
    fc.assert(
      fc.property(anyName, marked, (name, value) => {
        let checked: unknown;
        try {
          checked = check({ [name]: value });
        } catch (error) {
          if (value.length > 3) expect(String(error)).not.toContain(value);
          return;
        }
        expect(checked).toEqual({ [name.toLowerCase()]: value });
        expect(new Headers({ [name]: value }).get(name)).toBe(value.replace(/^[\t ]+/, ""));
      }),
      { numRuns: 2_000 },
    );
  });

  test("are sent with a request, and those of the call override those of the client", async () => {
    const { fetch, sent } = fakeFetch(json(client));
    const tyk = newClient({ fetch, headers: { "X-Team": "a", "X-Trace": "b" } });
    await tyk.clients.get(ref, { headers: { "x-team": "c" } });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "c", "x-trace": "b" });
  });
});
