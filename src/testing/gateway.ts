import type { TykOAuth } from "../client.ts";
import type { TykOAuthOverrides } from "../types/options.ts";
import { createSdkClient } from "./sdk-client.ts";
import { checkFault } from "./fault-list.ts";
import type { FaultHandle, FaultMatch, GatewayFault } from "./faults.ts";
import { createFetch } from "./create-fetch.ts";
import type { ListenOptions, ListeningGateway } from "./listen.ts";
import type { GatewayOptions, ReloadOptions } from "./options.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { GatewayServer } from "./gateway-server.ts";
import { resolveReload, resolveGatewaySettings } from "./settings/gateway-settings.ts";
import type { GatewayNotification } from "./notifications.ts";

/** A model of a Tyk Gateway in the test's own process. */
export interface Gateway {
  /**
   * Where the APIs are, and the control API unless it has an address of its own. It is an address of the reserved domain
   * `.invalid`: only {@link Gateway.fetch} reaches it.
   */
  readonly url: string;
  /** Where the control API is: the same as `url`, unless `separateControl` is set. */
  readonly controlUrl: string;
  /** The control API's secret. */
  readonly secret: string;
  /**
   * `fetch`, with the gateway at the other end and no network between. It may be called unbound.
   *
   * It rejects as `fetch` does, with a `TypeError` whose cause has a code: `ECONNRESET` where the gateway drops the
   * connection, as the real one does where its handler panics, and `ENOTFOUND` for any other address. `signal` and
   * `redirect` are heeded; with `redirect: "manual"` the redirect itself is the answer. Paths are those that a URL has: `.`
   * and `..` never get this far, other than over {@link Gateway.listen}.
   *
   * It rejects with a {@link NotModelledError} for a request that is outside the model, so that the test fails which makes it.
   */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Serves the same gateway over real HTTP on 127.0.0.1, for Node, Bun and Deno. The request target is taken as it was sent.
   * Rejects where the port is taken.
   *
   * @example
   * ```ts
   * const server = await gateway.listen({ port: 0 });
   * await fetch(`${server.url}/hello`);
   * await server.close();
   * ```
   */
  listen(options?: ListenOptions): Promise<ListeningGateway>;
  /**
   * Moves the gateway's clock forward, and with it everything that lapses: tokens, codes, the session cache's ten seconds, the
   * second for which the gateway remembers that a client is there, and the `date` header of its responses. Nothing else moves: no timer of the test, and no delay of a fault.
   *
   * @param ms - Milliseconds, 0 or more; throws a `TypeError` for anything else.
   */
  advance(ms: number): void;
  /** Reads the gateway's clock, in milliseconds since the epoch. */
  now(): number;
  /**
   * Loses a client's record on an API while the API's index still names it, as a storage that evicts keys does. The API's
   * clients can then not be listed (404 `null`), and none of them is found by the calls that look through the list, until the client is
   * deleted or made again.
   *
   * Throws a `TypeError` where there is no such API, or it has no such client.
   */
  evictClient(apiId: string, clientId: string): void;
  /** Every request that came, the oldest first. It is emptied by {@link Gateway.reset}. */
  readonly requests: readonly RecordedRequest[];
  /**
   * What the gateway would have sent to an API's `oauth_on_keychange_url` for each new token, the oldest first. Nothing is
   * sent, so nothing is ever repeated either.
   */
  readonly notifications: readonly GatewayNotification[];
  /**
   * Makes requests go wrong.
   *
   * @param match - Which requests: by operation, method and path, or by a function.
   * @param fault - What goes wrong.
   * @param times - For how many requests: a whole number from 1 on, or `Infinity` for all; a `TypeError` for anything else.
   * @defaultValue `times` is 1
   *
   * @example
   * ```ts
   * gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");
   * gateway.fail({ method: "GET" }, { status: 503, body: "busy" }, 2);
   * const slow = gateway.fail({ path: /tokens$/ }, { delayMs: 500 }, Infinity);
   * slow.remove();
   * const outage = gateway.fail({}, { storage: "down" }, Infinity);
   * outage.remove();
   * ```
   */
  fail(match: FaultMatch, fault: GatewayFault, times?: number): FaultHandle;
  /**
   * A client of this gateway: its addresses, its secret and its `fetch` are set. Where the client waits before it repeats a
   * request, it moves the gateway's clock instead, and takes no time. Its time limits are of real time.
   *
   * @param options - Options of the client, which win over what is set.
   * @throws TykConfigError where an option of the client is wrong.
   *
   * @example
   * ```ts
   * const tyk = gateway.client({ maxRetries: 0 });
   * await tyk.clients.create({ client_id: "shop", api_id: "orders", redirect_uri: "https://shop.example/cb" });
   * ```
   */
  client(options?: TykOAuthOverrides): TykOAuth;
  /**
   * Loads other APIs, other policies, or both, as a gateway does that reads its files again. All that is stored stays: the
   * clients and tokens of an API that is no longer loaded are there again when the API is. Without options the gateway
   * loads again what it has.
   *
   * @param options - What to load. APIs or policies that are left out stay as they are.
   * @throws TypeError if an API or a policy cannot be loaded, or an option is unknown.
   *
   * @example
   * ```ts
   * gateway.reload({ apis: ["orders"] }); // billing is gone
   * gateway.reload({ apis: ["orders", { api_id: "billing", use_keyless: true }], policies: {} });
   * ```
   */
  reload(options?: ReloadOptions): void;
  /** A fresh process on empty storage, set up as this gateway was made: no clients, no tokens, no log, no faults, the clock and the seed at their start. */
  reset(): void;
}

/**
 * Makes a model of a Tyk Gateway that runs in the test's own process, with the storage, the rules and the oddities of the
 * real one as far as OAuth goes: the control API for clients and tokens, and the public endpoints of each API, from the
 * consent page's call to the protected API itself. It answers as gateways of the given version were seen to answer, also
 * where that is not what one would like: a double that is kinder than the real thing hides the bugs that matter.
 *
 * Not modelled are rates and quotas, Basic authentication keys (so the password grant always ends in `access_denied`), and
 * the parts of the control API that have nothing to do with OAuth clients; a request of those throws a {@link NotModelledError}.
 *
 * @param options - How it is set up; every option has a default.
 * @returns The gateway. It holds no resource until {@link Gateway.listen} is called.
 * @throws TypeError where an option is none, or cannot be.
 *
 * @example
 * ```ts
 * import { createGateway } from "@tyk-oauth/sdk/testing";
 *
 * const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
 * const answer = await gateway.fetch(`${gateway.url}/tyk/oauth/clients/create`, {
 *   method: "POST",
 *   headers: { "x-tyk-authorization": gateway.secret },
 *   body: JSON.stringify({ api_id: "orders", policy_id: "gold", redirect_uri: "https://app.example/cb" }),
 * });
 * const { client_id, secret } = await answer.json();
 * ```
 */
export function createGateway(options: GatewayOptions = {}): Gateway {
  const settings = resolveGatewaySettings(options);
  const server = new GatewayServer(settings);
  const url = "https://tyk-gateway.invalid";
  const controlUrl = settings.separateControl ? "https://control.tyk-gateway.invalid" : url;
  const { secret } = settings;
  const fetch = createFetch(server, ({ origin, hostname }) => {
    if (origin === controlUrl && settings.separateControl) return "control";
    return origin === url || server.state.apis.hasHost(hostname) ? "apis" : undefined;
  });
  const advance = (ms: number): void => {
    if (!Number.isFinite(ms) || ms < 0)
      throw new TypeError("advance: ms must be a number of milliseconds, 0 or more");
    server.state.clock.advance(ms);
  };
  const now = (): number => server.state.clock.now();
  return {
    url,
    controlUrl,
    secret,
    fetch,
    advance,
    now,
    listen: async (listenOptions = {}) => {
      // The one module that needs Node, and only those who listen load it.
      const { listen } = await import("./listen.ts");
      return listen(server, listenOptions);
    },
    evictClient: (apiId, clientId) => {
      const clients = server.state.storages.get(apiId)?.clients;
      if (clients?.get(clientId) === undefined) {
        throw new TypeError(`evictClient: the API "${apiId}" has no client "${clientId}"`);
      }
      clients.evict(clientId);
    },
    get requests() {
      return server.log;
    },
    get notifications() {
      return server.state.notifications;
    },
    fail: (match, fault, times = 1) => {
      const isCount = times === Infinity || (Number.isInteger(times) && times >= 1);
      if (!isCount)
        throw new TypeError("fail: times must be a whole number, 1 or more, or Infinity");
      checkFault(fault);
      return server.faults.add(match, fault, times);
    },
    client: (clientOptions = {}) =>
      createSdkClient({ url, controlUrl, secret, fetch, now, advance }, clientOptions),
    reload: (reloadOptions = {}) => {
      const { apis, policies } = resolveReload(reloadOptions);
      server.reload(apis, policies);
    },
    reset: () => {
      server.reset();
    },
  };
}
