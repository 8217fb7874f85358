import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { TykConfigError, TykInputError, TykOAuth, isTykError } from "@tyk-oauth/sdk";
import type { RequestOptions, TykOAuthOptions } from "@tyk-oauth/sdk";
import { leaks } from "../support/secrets/leaks.ts";
import { answer, document, json } from "../support/faults/answers.ts";
import { callKinds, readCall } from "../support/faults/calls.ts";
import { watchedClient } from "../support/faults/watched-client.ts";
import { failure } from "../support/util/failure.ts";
import { markers } from "../support/secrets/markers.ts";
import { serve } from "../support/faults/server.ts";
import type { Exchange, AfterTest, Target } from "../support/faults/server.ts";

// What went wrong in other clients, as far as a server can see it.

const path = { apiID: "orders", keyName: "shop-web" };
const controls = [...Array(32).keys(), 127].map((code) => String.fromCharCode(code));

/** A server that keeps what came. */
async function keeping(stops: AfterTest): Promise<{ target: Target; came: Exchange[] }> {
  const came: Exchange[] = [];
  const target = await serve(stops, (exchange) => {
    came.push(exchange);
    answer(200, json, document)(exchange);
  });
  return { target, came };
}

test("header injection: no control character gets into a header, nor its text into an error", async (t) => {
  const { target } = await keeping(t);
  for (const control of [...controls, "\u0100", "\ud800"]) {
    const secret = `${markers.admin}${control}x-evil: 1`;
    const made = (options: Partial<TykOAuthOptions>): TykOAuth =>
      new TykOAuth({ baseUrl: target.url, secret: "fine", ...options });
    throws(
      () => made({ secret }),
      (error) => error instanceof TykConfigError && leaks(markers, error).length === 0,
    );
    const error = await failure(made({ secret: () => secret }).raw.getOAuthClient({ path }));
    equal(error.code, "config");
    deepEqual(leaks(markers, error), []);
    // A tab is what a header's value may hold.
    if (control === "\t") continue;
    const headers = { "x-team": `${markers.header}${control}x-evil: 1` };
    const refused = await failure(made({}).raw.getOAuthClient({ path }, { headers }));
    equal(refused.code, "input");
    deepEqual(leaks(markers, refused), []);
  }
  equal(target.received?.(), 0);
});

/** What another module may have put on Object.prototype, by way of a JSON that was merged without care. */
const polluting: Readonly<Record<string, unknown>> = {
  "x-evil": "1",
  headers: { "x-evil": "1" },
  query: { evil: "1" },
  body: "evil",
  path: { apiID: "evil", keyName: "evil" },
  url: "http://evil.invalid/",
  baseUrl: "http://evil.invalid",
  method: "DELETE",
  redirect: "follow",
  filter: "evil",
  description: "evil",
  secret: "evil",
  client_id: "evil",
  meta_data: { evil: 1 },
  auth: "evil",
  credentials: "include",
};

/** A polluted `query` is written into every URL by undici itself, whoever calls `fetch`. */
function withoutRuntimes(url: string | undefined): string | undefined {
  return url?.replace(/\?evil=1$/, "");
}

for (const [name, value] of Object.entries(polluting)) {
  test(`prototype pollution: Object.prototype[${JSON.stringify(name)}] changes no request`, async (t) => {
    const { target, came } = await keeping(t);
    const { tyk } = watchedClient({ baseUrl: target.url, maxRetries: 0 });
    const sent = async (): Promise<string[]> => {
      came.length = 0;
      await Promise.allSettled([
        tyk.raw.getOAuthClient({ path }),
        tyk.raw.listKeys({ query: {} }),
        tyk.raw.updateOAuthClient({ path, body: { redirect_uri: "https://a.example" } }),
        tyk.raw.revokeSingleToken({ body: { client_id: "a", token: "b" } }),
      ]);
      return came.map(({ method, url, headers, body }) =>
        JSON.stringify([method, withoutRuntimes(url), Object.entries(headers).sort(), body]),
      );
    };
    const clean = await sent();
    equal(clean.length, 4);
    const property = { value, configurable: true, enumerable: true, writable: true };
    Object.defineProperty(Object.prototype, name, property);
    let polluted: string[];
    try {
      polluted = await sent();
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
    // The runtime may refuse to send at all: it reads what fetch is given through the prototype too.
    deepEqual(
      polluted.filter((request) => !clean.includes(request)),
      [],
    );
  });
}

test("path traversal: an id reaches its own route, or none", async (t) => {
  const { target, came } = await keeping(t);
  const { tyk } = watchedClient({ baseUrl: target.url });
  const refused = [
    "",
    ".",
    "..",
    "/",
    "a/rotate",
    "../../../keys/victim",
    "a/../b",
    "\ud800",
    ...controls,
  ];
  for (const id of refused)
    for (const at of [
      { apiID: id, keyName: "a" },
      { apiID: "a", keyName: id },
    ])
      ok(
        (await failure(tyk.raw.getOAuthClient({ path: at }))) instanceof TykInputError,
        JSON.stringify(at),
      );
  equal(target.received?.(), 0);

  // These work when they are percent-encoded, and the gateway's router sees them as they were.
  for (const id of [
    "%2e%2e",
    "%2F",
    "a%2frotate",
    "\\",
    "..\\..\\x",
    "?x=1",
    "#x",
    "a b",
    "ü",
    "...",
    "a;b",
    "a&b",
  ]) {
    came.length = 0;
    await tyk.raw.getOAuthClient({ path: { apiID: "orders", keyName: id } });
    const [pathname = "", ...query] = (came[0]?.url ?? "").split("?");
    deepEqual(query, [], id);
    const segments = pathname.split("/").map(decodeURIComponent);
    deepEqual(segments, ["", "tyk", "oauth", "clients", "orders", id]);
  }
});

test("another host: plain http beyond loopback is rejected before anything is sent", () => {
  for (const baseUrl of [
    "http://gateway.example",
    "http://10.0.0.1:8080",
    "http://127.0.0.1.evil.example",
    "ftp://a",
    "http://a:b@127.0.0.1",
  ])
    throws(() => new TykOAuth({ baseUrl, secret: markers.admin }), TykConfigError, baseUrl);
});

test("slow expressions: headers of the greatest length take no time", async (t) => {
  const long = 15_000;
  const values: readonly (readonly [name: string, value: string])[] = [
    ["retry-after", "1".repeat(long)],
    ["retry-after", `${" ".repeat(long)}x`],
    ["retry-after", `Thu, ${"01 ".repeat(long / 3)}`],
    ["content-type", `${" ".repeat(long)}x`],
    ["content-type", ";".repeat(long)],
    ["content-type", `application/${"json;".repeat(long / 5)}`],
    ["content-encoding", ", ".repeat(long / 2)],
    ["location", `http://${"a.".repeat(long / 2)}`],
    ["date", "1".repeat(long)],
  ];
  for (const [name, value] of values) {
    for (const status of [200, 302, 503]) {
      const { url } = await serve(t, answer(status, { ...json, [name]: value }, document));
      const { tyk } = watchedClient({ baseUrl: url });
      const options: RequestOptions = { maxRetries: 0 };
      const took: number[] = [];
      while (took.length < 5 && !took.some((ms) => ms < 200)) {
        const before = process.cpuUsage();
        const [result] = await Promise.allSettled([readCall[1](tyk, options)]);
        const { user, system } = process.cpuUsage(before);
        if (result.status === "rejected") ok(isTykError(result.reason));
        took.push((user + system) / 1_000);
      }
      // Both ends of the call. A slow expression takes seconds each time, a busy machine does so once.
      ok(Math.min(...took) < 200, `${name} of ${status} took ${took.join(", ")} ms`);
    }
  }
});

test("printing: a result prints its data, and the client prints nothing", async (t) => {
  const { target } = await keeping(t);
  const watched = watchedClient({ baseUrl: target.url });
  const { tyk, told } = watched;
  for (const [operation, send] of callKinds.filter(([name]) => name !== "deleteOAuthClient")) {
    const result = await send(tyk, {});
    deepEqual(leaks(markers, result), ["answer"], operation);
    deepEqual(leaks({ ...markers }, tyk, tyk.raw, tyk.clients, told), []);
  }
});
