import { requireWebApis } from "../util/web-api.ts";
import { TykOAuth } from "../client.ts";
import { definedOptions } from "../config/overrides.ts";
import type { TykOAuthOverrides } from "../types/options.ts";
import type { Runtime } from "../util/runtime.ts";
import { checkFault } from "./check-fault.ts";
import type { FaultHandle, FaultMatch, GatewayFault } from "./faults.ts";
import { createFetch } from "./create-fetch.ts";
import type { ListeningGateway } from "./listen.ts";
import type { GatewayOptions, ListenOptions, ReloadOptions } from "./options.ts";
import { GatewayServer } from "./gateway-server.ts";
import { reloadState } from "./gateway-state.ts";
import type { GatewayNotification, RecordedRequest } from "./records.ts";
import {
  checkListenOptions,
  resolveReload,
  resolveGatewaySettings,
} from "./settings/gateway-settings.ts";

/** A model of a Tyk Gateway in the test's own process. */
export interface Gateway {
  /**
   * The URL of the APIs, and of the control API unless `separateControl` is set. It is in the reserved domain `.invalid`, so
   * only {@link Gateway.fetch} reaches it.
   */
  readonly url: string;
  /** The URL of the control API. It equals `url` unless `separateControl` is set. */
  readonly controlUrl: string;
  /** The secret of the control API. */
  readonly secret: string;
  /**
   * A `fetch` that calls the gateway without a network. It can be called unbound.
   *
   * It rejects like `fetch`, with a `TypeError` whose `cause` has a code: `ECONNRESET` if the gateway drops the connection,
   * as the real one does when its handler panics, and `ENOTFOUND` for any other host. It supports `signal` and `redirect`;
   * with `redirect: "manual"` it returns the redirect itself. URLs resolve `.` and `..` in paths, so these segments arrive
   * only over {@link Gateway.listen}.
   *
   * It rejects with a {@link NotModelledError} for a request outside the model, so that the test fails.
   */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Serves the gateway over real HTTP, on Node, Bun or Deno: on 127.0.0.1 unless `host` says otherwise. The request target is
   * used as it was sent. Rejects if the port is in use.
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
   * Moves the gateway's clock forward. Tokens, codes, the 10-second session cache and the 1-second client cache expire by
   * this clock, and the `date` header shows it. Timers of the test and delays of faults do not move.
   *
   * @param ms - Milliseconds, 0 or more.
   * @throws TypeError for any other value.
   */
  advance(ms: number): void;
  /** Reads the gateway's clock, in milliseconds since the epoch. */
  now(): number;
  /**
   * Removes a client's record while the API's index still names the client, as a storage does that evicts keys
   * ([Trap 10](docs/gateway-traps.md#trap-10)). Listing the API's clients is then 404 `null`, and calls that search the list
   * find none of them, until the client is deleted or created again.
   *
   * @throws TypeError if there is no such API, or the API has no such client.
   */
  evictClient(apiId: string, clientId: string): void;
  /** All requests, the oldest first. {@link Gateway.reset} empties the list. */
  readonly requests: readonly RecordedRequest[];
  /**
   * The notifications that a gateway would send to an API's `oauth_on_keychange_url`, the oldest first. Nothing is sent, so
   * there are no retries.
   */
  readonly notifications: readonly GatewayNotification[];
  /**
   * Installs a fault.
   *
   * @param match - Selects the requests: by operation, method and path, or by a function.
   * @param fault - What goes wrong.
   * @param times - The number of requests: a whole number of 1 or more, or `Infinity`.
   * @defaultValue `times` is 1
   * @throws TypeError if a name is unknown (of an operation, a method, a field or a fault), if the fault does nothing, and for
   * any other `times`.
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
   * Creates a client of this gateway, with its URLs, its secret and its `fetch`. When the client waits before a retry, it
   * moves the gateway's clock instead, so the wait takes no time. Its timeouts use real time.
   *
   * @param options - Options of the client. They override the ones that are set.
   * @throws TykConfigError if an option of the client is invalid.
   *
   * @example
   * ```ts
   * const tyk = gateway.client({ maxRetries: 0 });
   * await tyk.clients.create({ client_id: "shop", api_id: "orders", redirect_uri: "https://shop.example/cb" });
   * ```
   */
  client(options?: TykOAuthOverrides): TykOAuth;
  /**
   * Replaces the loaded APIs, the policies, or both, like a gateway that reads its files again. All storage stays: the
   * clients and tokens of a removed API exist again when the API comes back ([Trap 40](docs/gateway-traps.md#trap-40)).
   * Without options the gateway reloads what it has.
   *
   * @param options - What to load. APIs or policies that are left out stay as they are.
   * @throws TypeError if an API or a policy is invalid, or an option is unknown.
   *
   * @example
   * ```ts
   * gateway.reload({ apis: ["orders"] }); // billing is removed
   * gateway.reload({ apis: ["orders", { api_id: "billing", use_keyless: true }], policies: {} });
   * ```
   */
  reload(options?: ReloadOptions): void;
  /**
   * Restarts the gateway with its original options: a fresh process on empty storage, without clients, tokens, log or
   * faults. The clock and the seed start again.
   */
  reset(): void;
}

/**
 * Creates a model of a Tyk Gateway in the test's own process. It models the gateway's storage, rules and traps for OAuth:
 * the control API for clients and tokens, and the public endpoints of each API, including authorize-client and the protected
 * API itself.
 *
 * It responds as real gateways of that version were measured to respond, traps included (docs/gateway-traps.md). A
 * kinder test double would hide the bugs that matter.
 *
 * It does not count rates and quotas. It has no Basic authentication keys, so the password grant always ends in
 * `access_denied`. A request to a part of the control API that does not concern OAuth clients throws a
 * {@link NotModelledError}.
 *
 * @param options - The setup. Every option has a default.
 * @returns The gateway. It holds no resource until {@link Gateway.listen} is called.
 * @throws TypeError if an option is unknown or invalid.
 *
 * @example
 * ```ts
 * import { createGateway } from "@tyk-oauth/sdk/testing";
 *
 * const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
 * const response = await gateway.fetch(`${gateway.url}/tyk/oauth/clients/create`, {
 *   method: "POST",
 *   headers: { "x-tyk-authorization": gateway.secret },
 *   body: JSON.stringify({ api_id: "orders", policy_id: "gold", redirect_uri: "https://app.example/cb" }),
 * });
 * const { client_id, secret } = await response.json();
 * ```
 */
export function createGateway(options: GatewayOptions = {}): Gateway {
  return createGatewayOf(new GatewayServer(resolveGatewaySettings(options)));
}

/** Creates the gateway of a server. The playground of the site shows what its server stores. */
export function createGatewayOf(server: GatewayServer): Gateway {
  const { settings } = server;
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
  // The waits of a client move the gateway's clock and take no time.
  const runtime: Runtime = {
    now,
    random: () => Math.random(),
    sleep: (ms, signal) => {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      advance(ms);
      return Promise.resolve();
    },
  };
  return {
    url,
    controlUrl,
    secret,
    fetch,
    advance,
    now,
    listen: async (listenOptions = {}) => {
      // Loaded on demand, because only this module needs Node.
      checkListenOptions(listenOptions);
      const { listen } = await import("./listen.ts");
      return listen(server, listenOptions);
    },
    evictClient: (apiId, clientId) => {
      const clients = server.state.storages.get(apiId)?.clients;
      if (clients?.get(clientId) === undefined)
        throw new TypeError(`evictClient: the API "${apiId}" has no client "${clientId}"`);
      clients.evict(clientId);
    },
    get requests() {
      return server.log;
    },
    get notifications() {
      return server.state.notifications;
    },
    fail: (match, fault, times = 1) => {
      checkFault(match, fault, times);
      return server.faults.add(match, fault, times);
    },
    client: (clientOptions = {}) => {
      // Some test environments lack them.
      requireWebApis(["Request", "Response"]);
      // The secret of the embedded gateway is no secret, so a page may hold it.
      const defaults = {
        baseUrl: controlUrl,
        apiBaseUrl: url,
        secret,
        fetch,
        dangerouslyAllowBrowser: true,
      };
      return new TykOAuth({ ...defaults, ...definedOptions(clientOptions) }, { runtime });
    },
    reload: (reloadOptions = {}) => {
      const { apis, policies } = resolveReload(reloadOptions);
      reloadState(server.state, apis, policies);
    },
    reset: () => {
      server.reset();
    },
  };
}
