import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { TykOAuth, keyRules } from "../../src/index.ts";
import type { TykOAuthOptions } from "../../src/index.ts";
import { json, reject, text } from "./support/capture.ts";
import { baseUrl, clientOn, newClient, secret } from "./support/client.ts";
import { failure, thrown } from "./support/failure.ts";
import { later } from "./support/later.ts";
import { TestRuntime } from "./support/runtime.ts";
import { api, client } from "./support/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const redirectUri = "https://shop.example/cb";

/** What only JavaScript can pass, for any type that a call wants. */
function untyped(value: unknown): never {
  return value as never;
}

describe("key rules that would open every API", () => {
  const empty: readonly unknown[] = [
    { orders: undefined },
    { orders: {} },
    { orders: { api_id: "" } },
    { orders: null },
    {},
  ];

  test.each(empty)("are not made of the rights %j", async (accessRights) => {
    const input = untyped({ orgId: "acme", accessRights });
    expect(await thrown(() => keyRules(input))).toMatchObject({ code: "input", field: "keyRules" });
  });

  test.each(empty)("are not sent with the rights %j", async (access_rights) => {
    const { tyk, sent } = clientOn([json(api)]);
    const rules = untyped({ org_id: "acme", access_rights });
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, keyRules: rules }));
    expect(error).toMatchObject({ code: "input", field: "keyRules" });
    expect(sent).toEqual([]);
  });

  test.each([null, undefined, "rules", 7])("are not made of %j", async (input) => {
    expect((await thrown(() => keyRules(untyped(input)))).code).toBe("input");
  });

  test("that no JSON can hold are refused, not thrown as they are", async () => {
    const { tyk } = clientOn([]);
    const rules = { org_id: "acme", apply_policies: ["gold"], rate: 5n };
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, keyRules: rules }));
    expect(error).toMatchObject({ code: "input", field: "keyRules" });
  });
});

describe("an observer that fails", () => {
  const rotated = (options: Partial<TykOAuthOptions>): Promise<unknown> =>
    clientOn([json(client)], options).tyk.clients.rotateSecret(ref);
  const fails = (): never => {
    throw new Error("metrics down");
  };

  test("is no failure of the call that it observes", async () => {
    const logger = { debug: fails, info: fails, warn: fails, error: fails };
    expect(await rotated({ logger })).toEqual(client);
    expect(await rotated({ hooks: { onResponse: fails, onRequest: fails } })).toEqual(client);
  });

  test("later, too, ends no process", async () => {
    const unhandled = vi.fn();
    process.once("unhandledRejection", unhandled);
    const error = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error };
    const onResponse = (): void => {
      return untyped(Promise.reject(new Error("metrics down")));
    };
    expect(await rotated({ logger, hooks: { onResponse } })).toEqual(client);
    await vi.waitFor(() => {
      expect(error).toHaveBeenCalledWith("@tyk-oauth/sdk: the hook onResponse failed");
    });
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("a connection that breaks while it is used", () => {
  test.each([
    { code: "EHOSTUNREACH", syscall: "read" },
    { code: "ENETUNREACH", syscall: "write" },
    { code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
    { code: "EPROTO" },
  ])("by %j may have carried the request", async (cause) => {
    const broken = reject(new TypeError("fetch failed", { cause }));
    const { tyk, sent } = clientOn([broken]);
    expect((await failure(tyk.clients.rotateSecret(ref))).outcome).toBe("unknown");
    expect(sent).toHaveLength(1);
  });
});

describe("what a server gives back of a request", () => {
  const leaks = async (
    said: string,
    call: (tyk: TykOAuth) => Promise<unknown>,
  ): Promise<string> => {
    const { tyk } = clientOn([json({ status: "error", message: `what of ${said}?` }, 400)]);
    return inspect(await failure(call(tyk)), { depth: 9, showHidden: true });
  };
  const token = "top secret!canary=";

  test.each([
    token,
    encodeURIComponent(token),
    encodeURIComponent(token).toLowerCase(),
    "top+secret%21canary%3D",
    "top+secret%21canary%3d",
  ])("is not shown as %j", async (said) => {
    const shown = await leaks(said, (tyk) => tyk.tokens.revoke({ clientId: "b", token }));
    expect(shown).toContain("[redacted]");
    expect(shown).not.toContain(said);
  });

  test("is not shown of its credentials", async () => {
    const authorization = `Basic ${btoa("shop:client-pass")}`;
    const call = (tyk: TykOAuth): Promise<unknown> =>
      tyk.raw.oauthToken(
        { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
        { headers: { authorization } },
      );
    for (const said of [
      authorization,
      btoa("shop:client-pass"),
      "shop:client-pass",
      "client-pass",
    ]) {
      expect(await leaks(said, call)).not.toContain(said);
    }
  });

  test("is not shown of the gateway's secret, however it is written", async () => {
    const key = 'k&y"1234';
    for (const said of [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]) {
      const { tyk } = clientOn([json({ status: "error", message: said }, 400)], { secret: key });
      expect(inspect(await failure(tyk.clients.get(ref)))).not.toContain(said);
    }
  });

  test("does not hide what kind of refusal it is", async () => {
    const message = "Attempted administrative access with invalid or missing key!";
    const { tyk } = clientOn([json({ status: "error", message }, 403)], {
      secret: "administrative",
    });
    expect((await failure(tyk.clients.get(ref))).code).toBe("authentication");
  });

  test("forges no line of a log", async () => {
    const { tyk } = clientOn([json({ status: "error", message: "a\nb\u001b[31m" }, 400)]);
    expect(await failure(tyk.clients.get(ref))).toMatchObject({ apiMessage: "a b [31m" });
  });

  test("is looked for in what was sent, not in the object that was given", async () => {
    const row: Record<string, unknown> = { toJSON: () => ({ team: "storefront" }) };
    row["self"] = row;
    const { tyk } = clientOn([json({ status: "error", message: "no" }, 403)]);
    const body = { client_id: "b", api_id: "orders", meta_data: row };
    expect(await failure(tyk.raw.createOAuthClient({ body }))).toMatchObject({
      code: "permission",
      outcome: "refused",
    });
  });
});

describe("tyk.raw", () => {
  test.each(["url", "throwOnError", "baseUrl", "signal", "fetch"])(
    "takes no %s in its input",
    async (name) => {
      const { tyk, sent } = clientOn([json(client)]);
      const input = untyped({ path, [name]: "/tyk/keys" });
      expect(await failure(tyk.raw.getOAuthClient(input))).toMatchObject({
        code: "input",
        field: name,
      });
      expect(sent).toEqual([]);
    },
  );

  test("refuses a listen path of slashes at once", async () => {
    const { tyk } = clientOn([]);
    const listenPath = `${"/".repeat(200_000)}x`;
    const body = { response_type: "code", client_id: "b" };
    const before = performance.now();
    expect((await failure(tyk.raw.authorizeClient({ path: { listenPath }, body }))).code).toBe(
      "input",
    );
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe("options that do not exist", () => {
  test.each(["readOnly", "dryRun", "timeout"])("are no options of a client: %s", async (name) => {
    const options = untyped({ baseUrl, secret, [name]: true });
    expect((await thrown(() => new TykOAuth(options))).message).toBe(`${name} is no option`);
  });

  test.each<[string, unknown]>([
    ["timeout", { timeout: 5 }],
    ["options", "x"],
    ["options", 500],
    ["options", null],
    ["signal", { signal: null, deadlineMs: 5 }],
    ["deadlineMs", { deadlineMs: 5n }],
  ])("are no options of a call: %s of %o", async (field, options) => {
    const { tyk, sent } = clientOn([json(client)]);
    const error = await failure(tyk.clients.get(ref, untyped(options)));
    expect(error).toMatchObject({ code: "input", field });
    expect(sent).toEqual([]);
  });

  test("nor is a Headers object, which has no properties", async () => {
    const headers = untyped(new Headers({ "x-team": "a" }));
    const { tyk } = clientOn([json(client)]);
    expect((await failure(tyk.clients.get(ref, { headers }))).message).toContain("plain object");
  });

  test.each([null, "x"])("nor is %j where options are to be", async (overrides) => {
    expect((await thrown(() => TykOAuth.fromEnv(untyped(overrides)))).code).toBe("config");
    expect((await thrown(() => newClient().withOptions(untyped(overrides)))).code).toBe("config");
  });

  test("and a later change of them changes no copy", async () => {
    const { fetch, sent } = clientOn([json(client)]);
    const options = { baseUrl, secret, fetch };
    const tyk = new TykOAuth(options);
    options.secret = "another-secret";
    await tyk.withOptions({ timeoutMs: 500 }).clients.get(ref);
    expect(sent[0]?.headers["x-tyk-authorization"]).toBe(secret);
  });
});

describe("an answer that says error with 200", () => {
  test("is no success", async () => {
    const { tyk } = clientOn([json({ status: "error", message: "no" })]);
    const error = await failure(tyk.tokens.revoke({ clientId: "b", token: "t" }));
    expect(error).toMatchObject({ code: "schema", outcome: "applied" });
  });
});

describe("the definition of an API that authorization goes by", () => {
  const refused = text("Not Found", 500, { "content-type": "text/plain" });

  test("is read again after anything but an OAuth refusal", async () => {
    const { tyk, sent } = clientOn([json(api), refused, json({ ...api, use_oauth2: false })]);
    await failure(tyk.clients.authorize(ref, { redirectUri }));
    expect((await failure(tyk.clients.authorize(ref, { redirectUri }))).code).toBe("unsupported");
    expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test("is read again after somebody else read it", async () => {
    const code = { code: "c", redirect_to: `${redirectUri}?code=c` };
    const off = { ...api, use_oauth2: false };
    const { tyk } = clientOn([json(api), json(code), json(off), json(off)]);
    await tyk.clients.authorize(ref, { redirectUri });
    await tyk.apis.get({ apiId: "orders" });
    expect((await failure(tyk.clients.authorize(ref, { redirectUri }))).code).toBe("unsupported");
  });

  test("must be of that API", async () => {
    const { tyk, sent } = clientOn([json({ ...api, api_id: "billing" })]);
    expect((await failure(tyk.clients.authorize(ref, { redirectUri }))).code).toBe("schema");
    expect(sent).toHaveLength(1);
  });
});

describe("a fetch of one's own", () => {
  test("that answers after it was given up, with nothing, ends no process", async () => {
    const unhandled = vi.fn();
    process.once("unhandledRejection", unhandled);
    const answer = later<Response>();
    const tyk = newClient({ fetch: () => answer.promise, timeoutMs: 10, maxRetries: 0 });
    expect((await failure(tyk.clients.get(ref))).code).toBe("timeout");
    answer.resolve(untyped(undefined));
    await new Promise(setImmediate);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("a request that fails for good while it waits", () => {
  test("is told to onError, and to the log", async () => {
    const stop = new AbortController();
    const onError = vi.fn();
    const runtime = new TestRuntime();
    const options = {
      hooks: {
        onError,
        onRetry: () => {
          stop.abort();
        },
      },
    };
    const { tyk } = clientOn([text("", 503)], options, runtime);
    expect((await failure(tyk.clients.get(ref, { signal: stop.signal }))).code).toBe("aborted");
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

describe("a secret that is asked for once more", () => {
  test("does not count as a retry", async () => {
    const denied = json(
      { status: "error", message: "Attempted administrative access with invalid or missing key!" },
      403,
    );
    const { tyk } = clientOn([denied, text("", 503), json(client)], {
      secret: () => secret,
      maxRetries: 1,
    });
    expect(await tyk.clients.get(ref)).toEqual(client);
  });
});

describe("a key that is not there", () => {
  const revoke = (tyk: TykOAuth): Promise<unknown> =>
    tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" });
  const says = (message: string, status: number): ReturnType<typeof json> =>
    json({ status: "error", message }, status);

  test("is not found on 3.0 too, which says so with 400", async () => {
    const error = await failure(revoke(clientOn([says("Failed to remove the key", 400)]).tyk));
    expect(error).toMatchObject({
      code: "not-found",
      status: 400,
      apiMessage: "Failed to remove the key",
      message: "deleteKey: no key has this code",
      outcome: "refused",
      attempts: 1,
      cause: { code: "bad-request" },
    });
  });

  test.each<[string, number, string]>([
    ["something else", 400, "bad-request"],
    ["Failed to remove the key", 403, "permission"],
  ])("is not taken for %j with %i", async (message, status, code) => {
    expect((await failure(revoke(clientOn([says(message, status)]).tyk))).code).toBe(code);
  });
});

describe("an update that must not be written", () => {
  test("says why", async () => {
    const other = clientOn([json({ ...client, client_id: "other" })]);
    expect((await failure(other.tyk.clients.update(ref, {}))).message).toBe(
      "clients.update: the gateway answered with another client",
    );
    const big = JSON.stringify({ ...client, meta_data: { id: 0 } }).replace(
      '"id":0',
      '"id":12345678901234567890',
    );
    const changed = clientOn([text(big, 200, { "content-type": "application/json" })]);
    expect((await failure(changed.tyk.clients.update(ref, {}))).message).toContain("beyond 2^53");
  });
});
