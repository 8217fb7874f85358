import { describe, expect, test } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { readFetchArguments } from "../../../../src/testing/http/fetch-arguments.ts";
import type { FetchArguments } from "../../../../src/testing/http/fetch-arguments.ts";

const url = "http://gateway.test:8080/a b/../c?d=\u00e9#e";
const signal = new AbortController().signal;

/** What the arguments of a call say, as plain data. */
async function read({ body, headers, ...sent }: FetchArguments): Promise<Record<string, unknown>> {
  const { method, redirect } = sent;
  const text = new TextDecoder().decode(await body());
  return { url: sent.url.href, method, redirect, headers: [...headers], text };
}

describe("the arguments of fetch", () => {
  test.each<[string, RequestInit]>([
    ["a GET", { method: "GET", headers: { "X-Tyk-Authorization": " s " } }],
    ["no method", {}],
    ["a POST without a body", { method: "POST" }],
    ["a body without a content type", { method: "POST", body: "{}" }],
    ["an empty body", { method: "POST", body: "" }],
    [
      "a body with a content type",
      { method: "PUT", body: "{}", headers: { "content-type": "a/b" } },
    ],
    ["a body that is not ASCII", { method: "POST", body: "\u00e9 \ud83d\ude00 \ud800" }],
    ["a DELETE with a body", { method: "DELETE", body: "x" }],
    [
      "headers as a list",
      {
        headers: [
          ["a", "1"],
          ["A", "2"],
        ],
      },
    ],
    ["a small letter method", { method: "post", body: "x" }],
    ["a body that is a form", { method: "POST", body: new URLSearchParams({ a: "b" }) }],
    ["a cache mode", { cache: "no-store" }],
  ])("of %s are read as a Request reads them", async (_, init) => {
    const all: RequestInit = { ...init, redirect: "manual", signal };
    const sent = await read(readFetchArguments(url, all));
    expect(sent).toEqual(await read(readFetchArguments(new Request(url, all), undefined)));
  });

  test.each<[string, string, RequestInit]>([
    ["a URL that is none", "no url", {}],
    ["credentials in the URL", "http://a:b@gateway.test/", {}],
    ["a GET with a body", url, { method: "GET", body: "x" }],
    ["a method that is no token", url, { method: "a b" }],
    ["a header that cannot be sent", url, { headers: { a: "x\ny" } }],
    ["an unknown redirect mode", url, { redirect: "never" as RequestRedirect }],
  ])("with %s are refused like by a Request", (_, target, init) => {
    const all: RequestInit = { redirect: "manual", signal, ...init };
    expect(() => new Request(target, all)).toThrow(TypeError);
    expect(() => readFetchArguments(target, all)).toThrow(TypeError);
  });

  test("with an aborted signal send nothing", async () => {
    const gateway = createGateway();
    const reason = new Error("stopped");
    const init: RequestInit = { redirect: "manual", signal: AbortSignal.abort(reason) };
    await expect(gateway.fetch(`${gateway.url}/hello`, init)).rejects.toBe(reason);
    expect(gateway.requests).toEqual([]);
  });
});
