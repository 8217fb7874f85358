import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClient } from "../../../../generated/client/index.ts";
import * as generated from "../../../../generated/index.ts";
import { callService } from "../../../../src/transport/generated-client.ts";
import { buildRequest } from "../../../../src/transport/request/build-request.ts";
import { operationIds, samples } from "../../../support/samples/samples.ts";
import type { OperationId } from "../../../../src/operations/operations.ts";

const baseUrl = "https://gateway.example:8080/prefix";

interface Built {
  url: string;
  body: string;
  headers: Record<string, string>;
}

/** What the generated client sends for an operation. */
async function byGeneratedClient(id: OperationId, input: object): Promise<Built> {
  const sent: Request[] = [];
  const client = createClient({
    baseUrl,
    throwOnError: true,
    fetch: (request) => {
      sent.push(request as Request);
      return Promise.resolve(Response.json({}));
    },
  });
  await generated[id]({ ...input, client } as never);
  const [request] = sent;
  if (request === undefined) throw new Error("nothing was sent");
  const headers = Object.fromEntries(request.headers);
  return { url: request.url, body: await request.text(), headers };
}

/** What this package sends for the same operation. */
async function byUs(id: OperationId, input: object): Promise<Built> {
  const sent: Built[] = [];
  const response = { data: undefined, status: 200, headers: new Headers(), durationMs: 0 };
  const empty = { path: undefined, query: undefined, body: undefined, headers: {} };
  await callService(id, { ...empty, ...input }, (request) => {
    const { url, body = "", headers } = buildRequest(baseUrl, request);
    // `fetch` normalizes a URL in the same way.
    sent.push({ url: new URL(url).href, body, headers: { ...headers } });
    return Promise.resolve(response);
  });
  const [built] = sent;
  if (built === undefined) throw new Error("nothing was sent");
  return built;
}

const anyText = fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text));
/** Without slashes, dots alone and the like, which are refused before. */
const anyId = anyText.filter((text) => !/^\.{0,2}$|[\\/]|\p{Cc}/u.test(text));

describe("a request", () => {
  test.each(operationIds)("of %s equals that of the generated client", async (id) => {
    const input = samples[id].input as object;
    expect(await byUs(id, input)).toEqual(await byGeneratedClient(id, input));
  });

  test("equals it for a form without fields", async () => {
    const input = { body: {} };
    const built = await byUs("revokeSingleToken", input);
    expect(built).toEqual(await byGeneratedClient("revokeSingleToken", input));
    expect(built).toMatchObject({ body: "", headers: {} });
  });

  test("equals it for any id, query, document and form", async () => {
    const property = fc.asyncProperty(
      anyId,
      anyId,
      fc.record(
        { page: fc.integer(), hashed: fc.boolean(), filter: anyText },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
      anyText,
      async (apiID, keyName, query, meta_data, token) => {
        const path = { apiID, keyName };
        const calls: [OperationId, object][] = [
          ["getOAuthClientTokens", { path, query }],
          ["updateOAuthClient", { path, body: { redirect_uri: token, meta_data } }],
          ["revokeSingleToken", { body: { token, client_id: keyName } }],
          ["invalidateOAuthRefresh", { path: { keyName }, query: { api_id: apiID } }],
        ];
        for (const [id, input] of calls)
          expect(await byUs(id, input)).toEqual(await byGeneratedClient(id, input));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test("has headers in lower case, and no content type without a body", () => {
    const headers = { "Content-Type": "application/json", "X-Team": "a" };
    const bare = buildRequest("https://g.example", { url: "/a", headers });
    expect(bare).toEqual({
      url: "https://g.example/a",
      headers: { "x-team": "a" },
      body: undefined,
    });
    const full = buildRequest("https://g.example", { url: "/a", headers, body: {} });
    expect(full.headers).toEqual({ "content-type": "application/json", "x-team": "a" });
    expect(full.body).toBe("{}");
  });

  test("omits what was not passed, and properties of Object.prototype", () => {
    const query = Object.assign(Object.create({ evil: "1" }) as object, {
      a: undefined,
      b: null,
      c: 0,
    });
    const { url } = buildRequest("https://g.example", { url: "/a", query });
    expect(url).toBe("https://g.example/a?c=0");
    const odd = { "a&b=c#d": "e", "ü /?": "f" };
    expect(buildRequest("https://g.example", { url: "/a", query: odd }).url).toBe(
      "https://g.example/a?a%26b%3Dc%23d=e&%C3%BC%20%2F%3F=f",
    );
    const bare = buildRequest("https://g.example", { url: "/a", query: { a: undefined } });
    expect(bare.url).toBe("https://g.example/a");
  });

  test("calls no serializer for a body that it does not have", () => {
    const bodySerializer = (): string => "something";
    const { body } = buildRequest("https://g.example", { url: "/a", bodySerializer });
    expect(body).toBeUndefined();
  });

  test("keeps an unfilled placeholder visible in the path", () => {
    const { url } = buildRequest("https://g.example", {
      url: "/a/{id}/{other}",
      path: { id: "x y" },
    });
    expect(url).toBe("https://g.example/a/x%20y/{other}");
  });
});
