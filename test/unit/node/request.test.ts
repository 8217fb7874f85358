import { describe, expect, test } from "vitest";
import type { ReceivedRequest } from "../../support/network/server.ts";
import { startServer } from "../../support/network/server.ts";
import { nodeFetch } from "../../support/network/node-client.ts";

/** Headers that only the built-in fetch adds. */
const extras = ["accept-encoding", "accept-language", "sec-fetch-mode", "user-agent"];

function arrived({ method, url, body, headers }: ReceivedRequest): object {
  const names = Object.keys(headers).filter((name) => !extras.includes(name));
  return {
    method,
    url,
    body,
    headers: Object.fromEntries(names.map((name) => [name, headers[name]])),
  };
}

describe("a request equals that of the built-in fetch:", () => {
  const form = new FormData();
  form.append("a", "ü");
  const bytes = new TextEncoder().encode('{"a":"ü"}');

  test.each<[string, string, () => RequestInit]>([
    ["a GET", "/", () => ({})],
    ["a path and a query", "/a%2Fb/ü?c=d e&f=%20#g", () => ({})],
    ["dot segments in the path", "/a/../b/./c", () => ({})],
    ["headers as an object", "/", () => ({ headers: { "X-One": "1", accept: "a/b" } })],
    [
      "headers as a list",
      "/",
      () => ({
        headers: [
          ["x-one", "1"],
          ["X-One", "2"],
          ["accept", "a/b"],
        ],
      }),
    ],
    ["headers", "/", () => ({ headers: new Headers({ "x-one": "1", "content-type": "a/b" }) })],
    ["a header in Latin-1", "/", () => ({ headers: { "x-own": "ü\t\u00ff" } })],
    ["a POST without a body", "/", () => ({ method: "POST" })],
    ["a PUT without a body", "/", () => ({ method: "PUT" })],
    ["a DELETE without a body", "/", () => ({ method: "DELETE" })],
    ["a POST with the body null", "/", () => ({ method: "POST", body: null })],
    ["an empty string", "/", () => ({ method: "POST", body: "" })],
    ["a string", "/", () => ({ method: "POST", body: '{"a":"ü"}' })],
    [
      "a string with a content type",
      "/",
      () => ({ method: "PUT", body: "{}", headers: { "Content-Type": "application/json" } }),
    ],
    ["a DELETE with a string", "/", () => ({ method: "DELETE", body: "{}" })],
    ["a form", "/", () => ({ method: "POST", body: new URLSearchParams({ a: "b c", d: "ü" }) })],
    ["bytes", "/", () => ({ method: "POST", body: bytes })],
    ["a part of a byte array", "/", () => ({ method: "POST", body: bytes.subarray(1, 4) })],
    ["a buffer", "/", () => ({ method: "POST", body: bytes.buffer })],
    ["a blob", "/", () => ({ method: "POST", body: new Blob(["{}"], { type: "a/b" }) })],
  ])("%s", async (_, path, init) => {
    const names: string[] = [];
    const { url, requests } = await startServer((__, response, nth) => {
      if (nth === 1) names.push(...response.req.rawHeaders.filter((___, at) => at % 2 === 0));
      response.end();
    });
    const answer = await nodeFetch()(url + path, init());
    const other = await globalThis.fetch(url + path, init());
    const [ours, builtIn] = requests.map(arrived);
    expect(ours).toEqual(builtIn);
    // Node's server silently keeps only the first of repeated headers.
    const once = new Set(names.map((name) => name.toLowerCase()));
    expect(once.size).toBe(names.length);
    expect(answer.url).toBe(other.url);
  });

  test("a multipart form, and a stream that is sent completely", async () => {
    const { url, requests } = await startServer((_, response) => {
      response.end();
    });
    await nodeFetch()(url, { method: "POST", body: form });
    const body = new Blob(["hel", "lo"]).stream();
    await nodeFetch()(url, { method: "POST", body });
    expect(requests[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(requests[0]?.body).toContain('name="a"\r\n\r\nü\r\n');
    expect(requests[1]).toMatchObject({ body: "hello", headers: { "content-length": "5" } });
  });
});

describe("the framing of a request", () => {
  test.each(["Host", "Content-Length", "transfer-encoding", "connection", "expect"])(
    "cannot be set: %s",
    async (name) => {
      const { url, requests } = await startServer((_, response) => {
        response.end();
      });
      const sent = nodeFetch()(url, { method: "POST", body: "{}", headers: { [name]: "s3cret" } });
      await expect(sent).rejects.toThrow(`the header ${name.toLowerCase()} is set by this fetch`);
      expect(requests).toEqual([]);
    },
  );

  test("can include the correct length", async () => {
    const { url, requests } = await startServer((_, response) => {
      response.end();
    });
    const headers = { "content-length": "3" };
    await nodeFetch()(url, { method: "POST", body: "ü1", headers });
    expect(requests[0]).toMatchObject({ body: "ü1", headers: { "content-length": "3" } });
    const wrong = nodeFetch()(url, { method: "POST", body: "ü12", headers });
    await expect(wrong).rejects.toThrow("the header content-length is set by this fetch");
    expect(requests).toHaveLength(1);
  });

  test("is not read from a prototype", async () => {
    const { url, requests } = await startServer((_, response) => {
      response.end();
    });
    const evil = {
      "x-evil": "1",
      auth: "a:b",
      body: "evil",
      ca: "x",
      family: 6,
      headers: { "x-evil": "2" },
      hostname: "evil.example",
      localAddress: "10.0.0.1",
      method: "POST",
      path: "/evil",
      port: 1,
      proxy: "http://127.0.0.1:1",
      servername: "evil.example",
      setHost: false,
      socketPath: "/evil",
    };
    for (const [name, value] of Object.entries(evil))
      Object.defineProperty(Object.prototype, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    try {
      await nodeFetch({})(`${url}/a`, { method: "GET", headers: { "x-own": "1" } });
      await nodeFetch({})(`${url}/a`, {});
    } finally {
      for (const name of Object.keys(evil)) Reflect.deleteProperty(Object.prototype, name);
    }
    expect(requests).toHaveLength(2);
    for (const request of requests)
      expect(request).toMatchObject({
        method: "GET",
        url: "/a",
        body: "",
        headers: { host: new URL(url).host },
      });
    const names = Object.keys(requests[0]?.headers ?? {});
    expect(names.filter((name) => /evil|authorization/.test(name))).toEqual([]);
  });
});

describe("a URL", () => {
  test.each([
    ["that is none", "s3cret", "the URL cannot be parsed"],
    ["of another protocol", "ftp://gateway.example/s3cret", "the URL is neither http nor https"],
    [
      "with credentials",
      "https://ali:s3cret@gateway.example",
      "the URL contains credentials; remove them",
    ],
  ])("%s is rejected, and not quoted", async (_, url, message) => {
    const error: unknown = await nodeFetch()(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toBe(message);
    expect((error as TypeError).cause).toBeUndefined();
  });
});
