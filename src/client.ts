import { optionsFromEnv, withoutOptions } from "./config/env.ts";
import { snapshotOptions, resolveConfig } from "./config/config.ts";
import type { Internals } from "./engine/internals.ts";
import { systemRuntime } from "./util/runtime.ts";
import { LazyEngine } from "./engine/lazy-engine.ts";
import { Limiter } from "./transport/limiter.ts";
import { createCaches } from "./verbs/deps.ts";
import { Observer } from "./transport/observe/observer.ts";
import { definedOptions } from "./config/overrides.ts";
import { RetryBudget } from "./transport/retry/retry-budget.ts";
import { createLazyRaw } from "./engine/lazy-raw.ts";
import type { TykOAuthOptions, TykOAuthOverrides, VerbOptions } from "./types/options.ts";
import type { TykRaw } from "./types/raw.ts";
import { ApisResource } from "./resources/apis.ts";
import { ClientsResource } from "./resources/clients.ts";
import { GatewayResource } from "./resources/gateway.ts";
import { PoliciesResource } from "./resources/policies.ts";
import { TokensResource } from "./resources/tokens.ts";

/**
 * Calls the OAuth part of the Tyk Gateway API.
 *
 * `raw` has each operation of the API as it is. All other methods are safe by default: they work around the gateway's known
 * traps (docs/gateway-traps.md). A `TykOAuth` is inexpensive to keep and safe to share. It holds the gateway's master key:
 * keep it on servers.
 *
 * @example
 * ```ts
 * const tyk = new TykOAuth({ baseUrl: "https://gateway.example:8080", secret: process.env.TYK_SECRET ?? "" });
 * const client = await tyk.clients.create({ api_id: "orders", redirect_uri: "https://shop.example/cb" });
 * ```
 */
export class TykOAuth {
  /** Sends single operations of the API: one request each, without guards. */
  readonly raw: TykRaw;
  /** Manages the OAuth clients of the gateway's APIs. */
  readonly clients: ClientsResource;
  /** Lists, inspects, finds and revokes the tokens of OAuth clients. */
  readonly tokens: TokensResource;
  /** Reads the gateway's APIs. */
  readonly apis: ApisResource;
  /** Reads the policies of clients and tokens. */
  readonly policies: PoliciesResource;
  /** Reads the state of the gateway. */
  readonly gateway: GatewayResource;

  readonly #engine: LazyEngine;
  readonly #options: TykOAuthOptions;
  readonly #internals: Required<Internals>;

  /**
   * Creates a `TykOAuth`. It checks the options and sends no request.
   *
   * @throws {@link TykConfigError} if an option is wrong: a base URL that is not an http or https URL, has credentials, a
   * query or a fragment, or is plain http to a host that is neither loopback nor allowed; a secret that is empty or not
   * valid in a header; a limit that is not a number. Also in a browser.
   */
  constructor(options: TykOAuthOptions);
  /** @internal */
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- the declarations that ship leave this one out
  constructor(options: TykOAuthOptions, internals: Internals);
  constructor(options: TykOAuthOptions, internals: Internals = { runtime: systemRuntime }) {
    const { runtime, variables = {} } = internals;
    const config = resolveConfig(options, variables);
    const limiter = internals.limiter ?? new Limiter(config.maxConcurrency);
    const budget = internals.budget ?? new RetryBudget();
    const caches = internals.caches ?? createCaches(runtime);
    const observer = new Observer(config.logger, config.hooks);
    this.#options = snapshotOptions(options, config);
    this.#internals = { runtime, variables, limiter, budget, caches };
    const engine = (this.#engine = new LazyEngine({
      config,
      limiter,
      budget,
      caches,
      observer,
      runtime,
    }));
    this.raw = createLazyRaw(engine);
    this.clients = new ClientsResource(engine);
    this.tokens = new TokensResource(engine);
    this.apis = new ApisResource(engine);
    this.policies = new PoliciesResource(engine);
    this.gateway = new GatewayResource(engine);
  }

  /**
   * Creates a `TykOAuth` from environment variables:
   *
   * - `TYK_GATEWAY_URL`: the `baseUrl`.
   * - `TYK_GATEWAY_API_URL`: the `apiBaseUrl`.
   * - `TYK_GATEWAY_SECRET`, or `TYK_GATEWAY_SECRET_FILE`: a regular file of at most 64 KiB. It is read for each attempt, so
   *   a rotated secret is noticed.
   * - `TYK_GATEWAY_ORG_ID`: the `orgId`.
   * - `TYK_GATEWAY_ALLOW_HTTP`: the `allowInsecureHttp`, as `true` or as host patterns separated by commas.
   *
   * @param overrides - Options that win over the environment.
   * @throws {@link TykConfigError} if the URL or the secret is missing, and as the constructor does.
   *
   * @example
   * ```ts
   * const tyk = TykOAuth.fromEnv({ timeoutMs: 5_000 });
   * ```
   */
  static fromEnv(overrides: TykOAuthOverrides = {}): TykOAuth {
    const { options, variables } = optionsFromEnv(overrides);
    return new TykOAuth(options, { runtime: systemRuntime, variables });
  }

  /**
   * Creates a copy with other options.
   *
   * The copy shares the limit of concurrent requests, unless `maxConcurrency` is given. It shares the retry budget and the
   * cache, unless `baseUrl`, `secret` or `fetch` is given.
   *
   * @throws {@link TykConfigError} as the constructor does.
   *
   * @example
   * ```ts
   * const patient = tyk.withOptions({ timeoutMs: 60_000 });
   * ```
   */
  withOptions(overrides: TykOAuthOverrides): TykOAuth {
    const { runtime, variables, limiter, budget, caches } = this.#internals;
    const passedOptions = definedOptions(overrides);
    const elsewhere =
      "baseUrl" in passedOptions || "secret" in passedOptions || "fetch" in passedOptions;
    const internals: Internals = {
      runtime,
      variables: withoutOptions(variables, passedOptions),
      ...("maxConcurrency" in passedOptions ? {} : { limiter }),
      ...(elsewhere ? {} : { budget, caches }),
    };
    return new TykOAuth({ ...this.#options, ...passedOptions }, internals);
  }

  /**
   * Derives a key that only holders of the gateway's secret can derive. For other entries of this package.
   *
   * @internal
   */
  deriveKey(salt: string, options?: VerbOptions): Promise<CryptoKey> {
    return this.#engine.run("deriveKey", [{ salt }], options, (verbs) => verbs.deriveKey);
  }
}
