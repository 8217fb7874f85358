import { describe, expect, it } from "vitest";
import { createGateway, NotModelledError } from "../../../src/testing/index.ts";
import { addClient, postConsent } from "../../support/gateway/requests.ts";
import { redirectUri } from "../../support/gateway/redirect-uri.ts";

const admin = { "x-tyk-authorization": "embedded-gateway-secret" };

/** Returns the cause of the TypeError that a fetch rejects with. */
async function failureOf(promise: Promise<Response>): Promise<{ code?: string; message: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TypeError);
  expect((error as TypeError).message).toBe("fetch failed");
  return (error as TypeError).cause as { code?: string; message: string };
}

describe("gateway.fetch", () => {
  it("accepts a string, a URL or a Request, and can be called unbound", async () => {
    const { fetch, url } = createGateway();
    for (const input of [`${url}/hello`, new URL("/hello", url), new Request(`${url}/hello`)]) {
      const response = await fetch(input);
      expect(response.status).toBe(200);
      expect(response.url).toBe(`${url}/hello`);
      expect(response.redirected).toBe(false);
    }
  });

  it("accepts every kind of body, with the content type that fetch sets", async () => {
    const { fetch, url, requests } = createGateway();
    const form = new FormData();
    form.set("a", "1");
    const stream = new Blob(["stream"]).stream();
    const bodies: [BodyInit, string, RegExp][] = [
      ["text", "text/plain;charset=UTF-8", /^text$/],
      [new URLSearchParams({ a: "1" }), "application/x-www-form-urlencoded;charset=UTF-8", /^a=1$/],
      [new TextEncoder().encode("bytes"), "", /^bytes$/],
      [new Blob(["blob"], { type: "a/b" }), "a/b", /^blob$/],
      [form, "multipart/form-data", /name="a"\r\n\r\n1\r\n/],
      [stream, "", /^stream$/],
    ];
    for (const [body, label, text] of bodies) {
      const streamed = body === stream ? { duplex: "half" } : {};
      await fetch(`${url}/x`, { method: "POST", body, ...streamed });
      const seen = requests.at(-1);
      expect(seen?.headers["content-type"] ?? "").toContain(label);
      expect(seen?.body).toMatch(text);
    }
  });

  it("reads the consent page's form also as multipart", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const body = new FormData();
    body.set("response_type", "code");
    body.set("client_id", "app");
    const response = await gateway.fetch(`${gateway.url}/orders/tyk/oauth/authorize-client`, {
      method: "POST",
      headers: admin,
      body,
    });
    expect(await response.json()).toMatchObject({
      redirect_to: expect.stringMatching(`^${redirectUri}\\?code=`) as string,
    });
  });

  it("sends no body for HEAD", async () => {
    const { fetch, url } = createGateway();
    const response = await fetch(`${url}/tyk/apis`, { method: "HEAD", headers: admin });
    expect(response.status).toBe(405);
    expect(await response.text()).toBe("");
  });

  it("adds no content type to a response without one", async () => {
    const { fetch, url } = createGateway();
    const response = await fetch(`${url}/orders//x`, { redirect: "manual" });
    expect([...response.headers.keys()]).toEqual(["date", "location"]);
  });

  it("reaches only the gateway", async () => {
    const { fetch } = createGateway();
    const { code, message } = await failureOf(fetch("https://elsewhere.example/hello"));
    expect(code).toBe("ENOTFOUND");
    expect(message).toContain("elsewhere.example");
  });

  it("rejects like fetch if the gateway drops the connection", async () => {
    const gateway = createGateway();
    await addClient(gateway, "odd", { meta_data: "text" });
    const init = { method: "POST", headers: { authorization: `Basic ${btoa("odd:s")}` } };
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const { code } = await failureOf(
      gateway.fetch(`${gateway.url}/orders/oauth/token/`, { ...init, body }),
    );
    expect(code).toBe("ECONNRESET");
    expect(gateway.requests.at(-1)).toMatchObject({ operation: "oauthToken", status: undefined });
  });

  it("rejects with a reason for a request outside the model", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const { fetch, url } = gateway;
    const create = fetch(`${url}/tyk/keys`, { method: "POST", headers: admin });
    await expect(create).rejects.toThrow(NotModelledError);
    await expect(create).rejects.toThrow(/does not model POST \/tyk\/keys/);
    for (const rules of [
      "{}",
      "null",
      '{"org_id":"acme"}',
      '{"apply_policies":[],"access_rights":{}}',
    ]) {
      const asked = postConsent(gateway, {
        response_type: "code",
        client_id: "app",
        key_rules: rules,
      });
      await expect(asked, rules).rejects.toThrow(/key_rules that name neither/);
    }
  });
});

describe("redirects", () => {
  it("are followed with custom headers, unless init says otherwise", async () => {
    const { fetch, url, requests } = createGateway();
    const response = await fetch(`${url}/tyk//oauth/clients/orders`, { headers: admin });
    expect(response.status).toBe(200);
    expect(response.redirected).toBe(true);
    expect(response.url).toBe(`${url}/tyk/oauth/clients/orders`);
    expect(requests.map(({ status }) => status)).toEqual([301, 200]);
    expect(requests[1]?.headers).toMatchObject(admin);
  });

  it("turn POST into GET, except 307", async () => {
    const gateway = createGateway();
    const { fetch, url, requests } = gateway;
    await fetch(`${url}/orders//x`, {
      method: "POST",
      body: "a=1",
      headers: { "content-type": "a/b" },
    });
    expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual(["POST a=1", "GET "]);
    expect(requests[1]?.headers["content-type"]).toBeUndefined();
    gateway.fail({ path: "/from" }, { status: 307, headers: { location: "/orders/x" } });
    await fetch(`${url}/from`, { method: "POST", body: "b=2" });
    expect(requests.slice(2).map(({ method, body }) => `${method} ${body}`)).toEqual([
      "POST b=2",
      "POST b=2",
    ]);
  });

  // The fetch standard: 303 makes every method but HEAD a GET, 301 and 302 only POST.
  it.each([
    [301, "POST", "GET "],
    [302, "POST", "GET "],
    [303, "POST", "GET "],
    [301, "PUT", "PUT a=1"],
    [302, "PUT", "PUT a=1"],
    [303, "PUT", "GET "],
    [303, "DELETE", "GET "],
    [303, "HEAD", "HEAD "],
    [307, "PUT", "PUT a=1"],
    [308, "POST", "POST a=1"],
    [308, "DELETE", "DELETE a=1"],
  ])("with %i send %s on as %s", async (status, method, expected) => {
    const gateway = createGateway();
    gateway.fail({ path: "/from" }, { status, headers: { location: "/orders/x" } });
    const init = method === "HEAD" ? { method } : { method, body: "a=1" };
    const headers = { authorization: "Bearer t", "content-language": "en" };
    await gateway.fetch(`${gateway.url}/from`, { ...init, headers });
    const [, next] = gateway.requests;
    expect(`${next?.method} ${next?.body}`).toBe(expected);
    expect(next?.headers["authorization"]).toBe("Bearer t");
    const isKept = expected.startsWith(method) && method !== "GET";
    expect(next?.headers["content-language"]).toBe(isKept ? "en" : undefined);
  });

  it("are the response with manual, and a failure with error", async () => {
    const { fetch, url } = createGateway();
    const manual = await fetch(`${url}/orders//x`, { redirect: "manual" });
    expect(manual.status).toBe(301);
    expect(manual.headers.get("location")).toBe("/orders/x");
    const { message } = await failureOf(fetch(`${url}/orders//x`, { redirect: "error" }));
    expect(message).toBe("unexpected redirect");
  });

  it("to another host fail there, without the Authorization header", async () => {
    const gateway = createGateway({
      apis: ["orders", { api_id: "other", domain: "other.example", use_keyless: true }],
    });
    const location = "https://other.example/other/x";
    gateway.fail({ path: "/from" }, { status: 302, headers: { location } });
    await gateway.fetch(`${gateway.url}/from`, {
      headers: { ...admin, authorization: "Bearer t" },
    });
    expect(gateway.requests[1]).toMatchObject({ path: "/other/x", headers: admin });
    expect(gateway.requests[1]?.headers["authorization"]).toBeUndefined();
  });

  it("that never end fail", async () => {
    const gateway = createGateway();
    gateway.fail({ path: "/round" }, { status: 301, headers: { location: "/round" } }, Infinity);
    const { message } = await failureOf(gateway.fetch(`${gateway.url}/round`));
    expect(message).toBe("redirect count exceeded");
  });
});

describe("a signal", () => {
  it("that has already aborted prevents the request", async () => {
    const { fetch, url, requests } = createGateway();
    const reason = new Error("enough");
    await expect(fetch(`${url}/hello`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toHaveLength(0);
  });

  it("that aborts while the response is late ends the wait with its reason", async () => {
    const gateway = createGateway();
    gateway.fail({ operation: "hello" }, { delayMs: 60_000 });
    const controller = new AbortController();
    const pending = gateway.fetch(`${gateway.url}/hello`, { signal: controller.signal });
    const reason = new Error("enough");
    setTimeout(() => {
      controller.abort(reason);
    }, 5);
    await expect(pending).rejects.toBe(reason);
  });
});
