import type { KeyHashFunction } from "../util/hash/key-hash.ts";
import type { RecordedRequest } from "./records.ts";
import type { ApiSetup, KeySetup, PolicySetup } from "./setups.ts";

/**
 * The setup of an embedded gateway. Every option has a default: `createGateway()` has two OAuth APIs, `orders` and
 * `billing`, and a policy `gold` that grants both.
 */
export interface GatewayOptions {
  /** The secret of the control API (the gateway's `secret`). @defaultValue "embedded-gateway-secret" */
  readonly secret?: string | undefined;
  /** The version whose behaviour is modelled: 3.0.0 or later, and before 6. @defaultValue "5.14.0" */
  readonly version?: string | undefined;
  /**
   * Whether storage has hashes instead of tokens (`hash_keys`), as in the gateway's shipped example. Lists then show a
   * token's hash, otherwise the token.
   * @defaultValue true
   */
  readonly hashKeys?: boolean | undefined;
  /**
   * The function that hashes tokens (`hash_key_function`). If it is set, each token contains its name: the token is base64
   * of a JSON with `org`, `id` and `h`. Otherwise a token is the organisation and 32 hex digits, hashed by murmur32 to 8 hex
   * digits.
   *
   * The function decides how long a removed token still opens an API ([Trap 16](docs/gateway-traps.md#trap-16)). With
   * `murmur64` the API refuses it at once, with any other function after ten seconds (from version 3.2 on), because the
   * session cache always uses murmur64.
   * @defaultValue the gateway's default: not set
   */
  readonly hashKeyFunction?: KeyHashFunction | undefined;
  /**
   * Whether `GET /tyk/keys` lists hashed keys (`enable_hashed_keys_listing`). Packaged configurations leave it off.
   * @defaultValue false
   */
  readonly listHashedKeys?: boolean | undefined;
  /**
   * The lifetime of access tokens in seconds (`oauth_token_expire`). If it is not 3600, a revoked token stays in its
   * client's list, as on a real gateway.
   * @defaultValue 3600
   */
  readonly tokenTtlSeconds?: number | undefined;
  /** The lifetime of refresh tokens in seconds (`oauth_refresh_token_expire`). @defaultValue 1209600 (14 days) */
  readonly refreshTokenTtlSeconds?: number | undefined;
  /**
   * How long an expired token stays in storage before a purge or a listing removes it, in seconds
   * (`oauth_token_expired_retain_period`). With 0 it is never removed. Lists never show expired tokens.
   * @defaultValue 0
   */
  readonly retainSeconds?: number | undefined;
  /**
   * The separator of several redirect URIs in a client's `redirect_uri` (`oauth_redirect_uri_separator`). With `""` the
   * field is one URI.
   * @defaultValue ";"
   */
  readonly redirectUriSeparator?: string | undefined;
  /**
   * The status of OAuth errors (`oauth_error_status_code`) from the token endpoint, authorize-client and the authorize
   * endpoint. Protected APIs and the rest of the control API use statuses of their own.
   * @defaultValue 403
   */
  readonly oauthErrorStatusCode?: number | undefined;
  /**
   * Whether the gateway is the edge of a larger deployment (`slave_options.use_rpc`). An edge serves only a part of the
   * control API: list, get and delete of clients, their tokens, purge, and keys.
   * @defaultValue false
   */
  readonly edge?: boolean | undefined;
  /**
   * Whether the control API has its own address, `controlUrl` (`control_api_port`,
   * [Trap 22](docs/gateway-traps.md#trap-22)). On the wrong address everything is 404 as text: `Not Found`, or
   * `404 page not found` on the APIs' address before 5.13.1.
   * @defaultValue false
   */
  readonly separateControl?: boolean | undefined;
  /** The APIs. An id alone is an OAuth API served under `/{id}/`. @defaultValue `["orders", "billing"]` */
  readonly apis?: readonly (string | ApiSetup)[] | undefined;
  /**
   * The policies by id. A list of API ids is a policy that grants these APIs.
   * @defaultValue `gold`, which grants every API of `apis`
   */
  readonly policies?: Readonly<Record<string, readonly string[] | PolicySetup>> | undefined;
  /**
   * Ordinary keys (auth tokens) that belong to no OAuth client, by the key as requests send it. A list of API ids is a key
   * that opens these APIs. The keys are in storage from the start: `GET /tyk/keys` lists them beside the tokens, and they
   * open APIs with `use_standard_auth`.
   * @defaultValue none
   */
  readonly keys?: Readonly<Record<string, readonly string[] | KeySetup>> | undefined;
  /**
   * How often a removed token comes back while it is in use ([Trap 24](docs/gateway-traps.md#trap-24)). It simulates a
   * client that uses the token without pause: a request in flight during the removal stores the session again.
   *
   * A token is in use if an API accepted it in the last ten seconds, and from its first return until the number is used up.
   * Only the session comes back, not the refresh token or the list entry. From version 5.15 on nothing comes back.
   *
   * A number, or an object with `times` and `afterRequests`: how many requests of any kind follow the removal before the
   * session is back. The default of `afterRequests` is 1, so the first read does not find the session and the second one
   * does.
   * @defaultValue 0
   */
  readonly writeBacks?:
    number | { readonly times: number; readonly afterRequests?: number } | undefined;
  /**
   * The upstream of the APIs. It receives the request with the path behind the listen path, on `https://upstream.invalid`.
   * @defaultValue responds with 200 and JSON `{method, url}`, `url` being `/upstream` and the path behind the listen path,
   * and with `x-tyk-authorization` if the request had that header
   */
  readonly upstream?: ((request: Request) => Response | Promise<Response>) | undefined;
  /**
   * The gateway's clock. A number (milliseconds since the epoch) or a `Date` stands still until `advance` moves it. A
   * function returns the milliseconds, to which `advance` adds.
   * @defaultValue `Date.now`
   */
  readonly now?: number | Date | (() => number) | undefined;
  /** Makes generated ids, secrets, tokens and codes the same in each run. @defaultValue none: they are random */
  readonly seed?: string | number | undefined;
  /**
   * Whether a client of every API has been read (`GET /tyk/oauth/clients/{apiID}/{keyName}`) since the process started.
   *
   * An API that is not OAuth is cold until the first such read ([Trap 32](docs/gateway-traps.md#trap-32)): tokens, update
   * and rotate drop the connection, invalidate refresh is 400 "OAuth is not enabled on this API", and delete of a client is
   * 404. After the read the API is warm: tokens are `[]`, update is 404, and invalidate refresh and delete are 200. Before
   * 3.2 every read drops the connection, and the API stays cold whatever this option says.
   * @defaultValue false: a process that has just started
   */
  readonly warm?: boolean | undefined;
  /**
   * The host that the APIs are served on (`hostname`). An API with a `domain` is served on that domain instead. The control
   * API and the health check are served on every host. With `""` the APIs are served on every host.
   * @defaultValue ""
   */
  readonly hostname?: string | undefined;
  /**
   * Whether APIs can have their own domains (`enable_custom_domains`). If not, an API's `domain` does not affect routing.
   * @defaultValue true
   */
  readonly customDomains?: boolean | undefined;
  /** The path of the health check without its slash (`health_check_endpoint_name`). @defaultValue "hello" */
  readonly healthCheckEndpointName?: string | undefined;
  /**
   * How many entries {@link Gateway.requests} and {@link Gateway.notifications} each keep: a whole number, or `Infinity`. Older
   * ones are removed, so a gateway that serves for a long time needs no more and more memory.
   * @defaultValue Infinity
   */
  readonly maxLogEntries?: number | undefined;
}

/** What {@link Gateway.reload} loads. What is left out stays as it is. */
export interface ReloadOptions {
  /** All APIs from now on, as in {@link GatewayOptions.apis}. */
  readonly apis?: GatewayOptions["apis"];
  /** All policies from now on, as in {@link GatewayOptions.policies}. */
  readonly policies?: GatewayOptions["policies"];
}

/** Options of {@link Gateway.listen}. */
export interface ListenOptions {
  /** The port; 0 selects a free port. @defaultValue 0 */
  readonly port?: number;
  /** The port of the control API, used if `separateControl` is set; 0 selects a free port. @defaultValue 0 */
  readonly controlPort?: number;
  /**
   * The address to listen on. `"0.0.0.0"` lets other machines and containers call the gateway.
   * @defaultValue "127.0.0.1"
   */
  readonly host?: string;
  /** Called after each request with its entry of {@link Gateway.requests}. @defaultValue none */
  readonly onRequest?: (request: RecordedRequest) => void;
}
