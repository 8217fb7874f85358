import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { keyRules, TykOAuth } from "../../src/index.ts";
import { walkPages } from "../../src/internal/token-pages.ts";
import { json, text } from "./support/capture.ts";
import { baseUrl, clientOn, newClient, secret } from "./support/client.ts";
import { failure, rejection, thrown } from "./support/failure.ts";
import { api } from "./support/samples.ts";
import { startRawServer } from "./support/server.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const any = (value: unknown): never => value as never;

test("an answer that is no HTTP is a broken protocol, and not sent again (Node 24's parser error has no code)", async () => {
  const { url } = await startRawServer("SSH-2.0-OpenSSH_9.9\r\n\r\n", () => undefined);
  const error = await failure(newClient({ baseUrl: url }).clients.get(ref));
  expect(error).toMatchObject({
    code: "protocol",
    outcome: "unknown",
    attempts: 1,
  });
});

describe("a value of the request that the gateway echoes is taken out of its words", () => {
  async function said(
    message: string,
    call: (tyk: TykOAuth) => Promise<unknown>,
  ): Promise<unknown> {
    const body = JSON.stringify({ status: "error", message });
    const { tyk } = clientOn([text(body, 400, { "content-type": "application/json" })]);
    const error = await failure(call(tyk));
    return "apiMessage" in error ? error.apiMessage : undefined;
  }

  test("a value within key rules", async () => {
    const rules = keyRules({
      orgId: "acme",
      policies: ["gold"],
      metaData: { user: "m4rk-rules" },
    });
    const body = {
      response_type: "code",
      client_id: "a",
      key_rules: JSON.stringify(rules),
    };
    const call = (tyk: TykOAuth): Promise<unknown> =>
      tyk.raw.authorizeClient({ path: { listenPath: "/o/" }, body });
    expect(await said("no user m4rk-rules", call)).toBe("no user [redacted]");
  });

  test("metadata under a name that is harmless elsewhere", async () => {
    const call = (tyk: TykOAuth): Promise<unknown> =>
      tyk.clients.create({
        api_id: "orders",
        meta_data: { scope: "m4rk-scope" },
      });
    expect(await said("bad m4rk-scope", call)).toBe("bad [redacted]");
  });
});

test("a property of Object.prototype is no part of a query", async () => {
  const { tyk, sent } = clientOn([json([])]);
  Object.defineProperty(Object.prototype, "x-evil", {
    value: "1",
    enumerable: true,
    configurable: true,
  });
  try {
    await tyk.clients.listApis({ clientId: "a" });
  } finally {
    Reflect.deleteProperty(Object.prototype, "x-evil");
  }
  expect(sent[0]?.path).toBe("/tyk/oauth/clients/apis/a?orgID=");
});

describe("an apiBaseUrl function", () => {
  async function fails(apiBaseUrl: unknown): Promise<string> {
    const { tyk } = clientOn([json(api)], { apiBaseUrl: any(apiBaseUrl) });
    const error = await failure(tyk.clients.authorize(ref, { redirectUri: "https://a.example" }));
    expect(error).toMatchObject({
      code: "config",
      operation: "clients.authorize",
    });
    return error.message;
  }

  test("that gives nothing is told so", async () => {
    expect(await fails(() => undefined)).toMatch(/apiBaseUrl must be a URL/);
  });

  test("that is async is a TykConfigError, and leaves no unhandled rejection", async () => {
    const seen: unknown[] = [];
    const keep = (reason: unknown): void => {
      seen.push(reason);
    };
    process.on("unhandledRejection", keep);
    onTestFinished(() => {
      process.off("unhandledRejection", keep);
    });
    await fails(() => rejection(new Error("no"))).catch(() => undefined);
    await wait(5);
    expect(seen).toEqual([]);
  });
});

test("an error of the package out of a fetch is a failed connection of this call", async () => {
  const inner = clientOn([json(null, 404)]).tyk;
  const tyk = newClient({ fetch: async () => any(await inner.apis.list()) });
  expect(await failure(tyk.clients.get(ref))).toMatchObject({
    code: "connection",
    operation: "getOAuthClient",
  });
});

test("an empty page above ends the look above", async () => {
  const reads: number[] = [];
  const read = (number: number): Promise<never> => {
    reads.push(number);
    // After page 9 was read all lapsed but the first page; the total that page 9 told is still the old one.
    const tokens = reads.length < 3 || number === 1 ? [{ code: `code-${number}`, expires: 1 }] : [];
    const Pagination = {
      page_num: number,
      page_total: reads.length < 20 ? 9 : 1,
      page_size: 1,
    };
    return Promise.resolve({ Pagination, Tokens: tokens } as never);
  };
  const given: string[] = [];
  for await (const { code } of walkPages(read, (why) => new Error(why), {
    now: () => 0,
  }))
    given.push(code);
  // Once more above each page, not up to the top each time.
  expect(reads.length).toBeLessThanOrEqual(19);
});

test.each<[string, unknown, string]>([
  ["logger", { debug: () => undefined }, "logger must have a method info"],
  ["logger", [], "logger must be an object"],
  ["hooks", { onRequest: "log" }, "hooks must have a function as onRequest"],
])("a %s that cannot be called is refused at once", async (name, value, message) => {
  const options = { baseUrl, secret, [name]: value };
  expect(await thrown(() => new TykOAuth(any(options)))).toMatchObject({ code: "config", message });
});
