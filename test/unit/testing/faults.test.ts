import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { FaultMatch, Gateway } from "../../../src/testing/index.ts";
import { fakeTimeouts } from "../../support/util/fake-timeouts.ts";
import { callControl } from "../../support/gateway/requests.ts";

const document = { client_id: "app", redirect_uri: "https://app.example/cb", api_id: "orders" };

/** Creates a client and returns what the caller sees. */
async function create(gateway: Gateway): Promise<string> {
  try {
    const { status, text } = await callControl(
      gateway,
      "POST",
      "/tyk/oauth/clients/create",
      document,
    );
    return `${status} ${text}`;
  } catch (error) {
    return String((error as Error & { cause?: { code?: string } }).cause?.code);
  }
}

async function exists(gateway: Gateway): Promise<boolean> {
  return (await callControl(gateway, "GET", "/tyk/oauth/clients/orders/app")).status === 200;
}

describe("a fault", () => {
  it("drop ends the connection before the request takes effect", async () => {
    const gateway = createGateway();
    gateway.fail({ operation: "createOAuthClient" }, "drop");
    expect(await create(gateway)).toBe("ECONNRESET");
    expect(await exists(gateway)).toBe(false);
  });

  it("applied-then-drop ends the connection after the request takes effect", async () => {
    const gateway = createGateway();
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");
    expect(await create(gateway)).toBe("ECONNRESET");
    expect(await exists(gateway)).toBe(true);
  });

  it("cut-json sends half of the body, and empty sends none, after the request took effect", async () => {
    for (const [fault, text] of [
      ["cut-json", /^200 \{"client_id":"app","redirect[^}]*$/],
      ["empty", /^200 $/],
    ] as const) {
      const gateway = createGateway();
      gateway.fail({ operation: "createOAuthClient" }, fault);
      expect(await create(gateway)).toMatch(text);
      expect(await exists(gateway)).toBe(true);
    }
  });

  it("html sends a proxy's page", async () => {
    const gateway = createGateway();
    gateway.fail({}, "html");
    const answer = await callControl(gateway, "POST", "/tyk/oauth/clients/create", document);
    expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
    expect(answer.text).toMatch(/^<!doctype html>/);
    expect(await exists(gateway)).toBe(false);
  });

  it("with a status is that response, as text or JSON, with its own headers", async () => {
    const gateway = createGateway();
    gateway.fail({}, { status: 503, body: "busy" });
    gateway.fail({}, { status: 429, body: { error: "slow down" } });
    gateway.fail({}, { status: 502, headers: { "retry-after": "1" } });
    const answers = [
      await callControl(gateway, "GET", "/x"),
      await callControl(gateway, "GET", "/x"),
      await callControl(gateway, "GET", "/x"),
    ];
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [503, "busy"],
      [429, '{"error":"slow down"}'],
      [502, ""],
    ]);
    expect(answers.map(({ headers }) => headers.get("content-type"))).toEqual([
      "text/plain; charset=utf-8",
      "application/json",
      null,
    ]);
    expect(answers[2]?.headers.get("retry-after")).toBe("1");
  });

  it("with only a delay is the gateway's own late response to a request that took effect at once", async () => {
    fakeTimeouts();
    const gateway = createGateway();
    gateway.fail({ operation: "createOAuthClient" }, { delayMs: 30_000 });
    let response: string | undefined;
    const late = create(gateway).then((text) => (response = text));
    while (!(await exists(gateway))) await tick();
    while (vi.getTimerCount() === 0) await tick();
    await vi.advanceTimersByTimeAsync(29_999);
    expect(response).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(await late).toMatch(/^200 /);
  });
});

describe("the number of requests", () => {
  it("is one, several, or unlimited until the fault is removed", async () => {
    const gateway = createGateway();
    const statuses = async (): Promise<number[]> => {
      const seen: number[] = [];
      for (let i = 0; i < 4; i++) seen.push((await callControl(gateway, "GET", "/hello")).status);
      return seen;
    };
    gateway.fail({}, { status: 500 });
    expect(await statuses()).toEqual([500, 200, 200, 200]);
    const twice = gateway.fail({}, { status: 500 }, 2);
    expect(await statuses()).toEqual([500, 500, 200, 200]);
    expect(twice.hits).toBe(2);
    const always = gateway.fail({}, { status: 500 }, Infinity);
    expect(await statuses()).toEqual([500, 500, 500, 500]);
    always.remove();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    expect(always.hits).toBe(4);
  });

  it.each([0, -1, 1.5, Number.NaN])("%s is rejected", (times) => {
    expect(() => createGateway().fail({}, "drop", times)).toThrow(TypeError);
  });

  it("the first of several matching faults applies", async () => {
    const gateway = createGateway();
    gateway.fail({ method: "GET" }, { status: 501 });
    gateway.fail({ path: "/hello" }, { status: 502 });
    expect((await callControl(gateway, "GET", "/hello")).status).toBe(501);
    expect((await callControl(gateway, "GET", "/hello")).status).toBe(502);
  });
});

describe("the matched requests", () => {
  const matches: [string, FaultMatch, boolean][] = [
    ["every request if the match is empty", {}, true],
    ["the operation", { operation: "getOAuthClient" }, true],
    ["another operation", { operation: "listOAuthClients" }, false],
    ["the method, whatever its case", { method: "get" }, true],
    ["another method", { method: "PUT" }, false],
    ["the whole path", { path: "/tyk/oauth/clients/orders/a%2Bb" }, true],
    ["a part of the path as a string, which never matches", { path: "/tyk/oauth/clients" }, false],
    ["a part of the path as a regular expression", { path: /clients\/orders/g }, true],
    ["a function of the path", { path: (path) => path.endsWith("a%2Bb") }, true],
    ["several fields of which one does not match", { method: "GET", operation: "hello" }, false],
    [
      "a function of the request",
      ({ query, headers }) => query === "x=1" && headers["x-tyk-authorization"] !== "",
      true,
    ],
    ["a function that returns false", () => false, false],
  ];

  it.each(matches)("%s", async (_, match, fits) => {
    const gateway = createGateway();
    for (let i = 0; i < 2; i++) {
      gateway.fail(match, { status: 599 });
      const { status } = await callControl(gateway, "GET", "/tyk/oauth/clients/orders/a%2Bb?x=1");
      expect(status === 599).toBe(fits);
    }
  });
});
