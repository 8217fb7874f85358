import { describe, expect, test } from "vitest";
import type { TykFetch, TykOAuthOptions } from "../../../src/index.ts";
import { isTykError } from "../../../src/index.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { failure } from "../../support/util/failure.ts";
import { faults } from "../../support/network/faults.ts";
import { callsWithSecrets } from "../../support/secrets/calls-with-secrets.ts";
import { causeChain } from "../../support/util/cause-chain.ts";
import { markers } from "../../support/secrets/markers.ts";
import { watchedClient } from "../../support/secrets/watched-client.ts";
import { api } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

describe.each(Object.entries(faults))("if a call fails with %s", (_, fault) => {
  test("no secret is in the error, in the log or in a hook, whatever the call", async () => {
    const { url } = await fault.start();
    const { options } = fault;
    // What does not ask for the secret waits for an answer where the secret is what is waited for.
    const limited = options?.timeoutMs !== undefined || options?.secret !== undefined;
    const limits = { maxRetries: 1, timeoutMs: limited ? 40 : 5_000 };
    const fails = Object.entries(callsWithSecrets).map(async ([name, call]) => {
      const { tyk, told } = watchedClient({ baseUrl: url, ...options, ...limits });
      // An answer that is wrong for the others may be right for one of them.
      const [outcome] = await Promise.allSettled([call(tyk)]);
      if (outcome.status === "fulfilled") return 0;
      const error: unknown = outcome.reason;
      expect(isTykError(error), name).toBe(true);
      expect(leaks(markers, ...causeChain(error), told), name).toEqual([]);
      return 1;
    });
    const failed = await Promise.all(fails);
    expect(failed.reduce<number>((sum, one) => sum + one, 0)).toBeGreaterThan(4);
  });
});

describe("failures outside the request", () => {
  const broken: [string, Partial<TykOAuthOptions>][] = [
    [
      "the secret function",
      { secret: () => Promise.reject(new Error(`vault token ${markers.admin}`)) },
    ],
    ["the secret", { secret: () => `${markers.admin}\u0000` }],
    [
      "fetch",
      {
        fetch: () =>
          Promise.reject(new Error(`no ${markers.admin}`, { cause: { url: markers.refresh } })),
      },
    ],
    [
      "fetch at once",
      {
        fetch: (_, init) => {
          throw new TypeError(JSON.stringify(init));
        },
      },
    ],
    [
      "a hook",
      {
        hooks: {
          onRequest: () => {
            throw new Error(markers.admin);
          },
        },
        fetch: () => Promise.resolve(new Response("null")),
      },
    ],
    [
      "the body",
      {
        fetch: () =>
          Promise.resolve(
            new Response(
              new ReadableStream({
                start: (controller) => {
                  controller.error(new Error(markers.admin));
                },
              }),
              { headers: { "content-type": "application/json" } },
            ),
          ),
      },
    ],
  ];

  test.each(broken)("%s is not quoted", async (_, options) => {
    for (const call of Object.values(callsWithSecrets)) {
      const { tyk, told } = watchedClient(options);
      const error = await failure(call(tyk));
      expect(leaks(markers, ...causeChain(error), told)).toEqual([]);
    }
  });

  test.each(["secret", "fetch"])(
    "the name and the code of what %s threw are not quoted",
    async (option) => {
      const throwing = (): never => {
        const error = Object.assign(new Error(markers.admin), { code: "M4RK_ADMIN" });
        throw Object.defineProperty(error, "name", { value: markers.admin });
      };
      for (const call of Object.values(callsWithSecrets)) {
        const { tyk, told } = watchedClient({ [option]: throwing });
        const error = await failure(call(tyk));
        expect(["config", "connection"]).toContain(error.code);
        expect(leaks({ ...markers, code: "M4RK_ADMIN" }, ...causeChain(error), told)).toEqual([]);
      }
    },
  );

  test("the function for the address of APIs is not quoted", async () => {
    const { tyk, told } = watchedClient({
      fetch: () => Promise.resolve(Response.json(api)),
      apiBaseUrl: () => {
        throw new Error(markers.admin);
      },
    });
    const ref = { apiId: "orders", clientId: "b" };
    const error = await failure(tyk.clients.authorize(ref, { redirectUri: "https://a.example" }));
    expect(error.message).toEqual(
      saying("clients.authorize: the apiBaseUrl function failed (Error)"),
    );
    expect(leaks(markers, ...causeChain(error), told)).toEqual([]);
  });
});

describe("an abort and a timeout", () => {
  test("show no secret, except in the caller's own reason", async () => {
    const hangs: TykFetch = () => new Promise(() => undefined);
    for (const call of Object.values(callsWithSecrets)) {
      const { tyk, told } = watchedClient({ fetch: hangs, timeoutMs: 5 });
      const error = await failure(call(tyk));
      expect(error.code).toBe("timeout");
      expect(leaks(markers, ...causeChain(error), told)).toEqual([]);
    }
    const { tyk, told } = watchedClient({ fetch: hangs });
    const stop = new AbortController();
    const call = failure(
      tyk.raw.getKey({ path: { keyID: markers.filter } }, { signal: stop.signal }),
    );
    stop.abort(new Error("the user went away"));
    expect(leaks(markers, ...causeChain(await call), told)).toEqual([]);
  });
});
