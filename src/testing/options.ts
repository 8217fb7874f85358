import type { KeyHashFunction } from "../util/hash/key-hash.ts";
import type { ApiSetup, KeySetup, PolicySetup } from "./setups.ts";

/**
 * How an embedded gateway is set up. Every option has a default, so `createGateway()` alone gives a gateway with two OAuth
 * APIs, `orders` and `billing`, and a policy `gold` that grants both.
 */
export interface GatewayOptions {
  /**
   * The control API's secret (`secret` of a gateway's configuration).
   * @defaultValue "embedded-gateway-secret"
   */
  readonly secret?: string | undefined;
  /**
   * The version it answers as: any from 3.0.0 up to, not including, 6.
   * @defaultValue "5.14.0"
   */
  readonly version?: string | undefined;
  /**
   * Whether tokens are hashed in storage (`hash_keys`), as in the gateway's shipped example. A list then shows a token's
   * hash; without, the token itself.
   * @defaultValue true
   */
  readonly hashKeys?: boolean | undefined;
  /**
   * What tokens are hashed by (`hash_key_function`). Set, it is written into every token, which is then base64 of a JSON with
   * `org`, `id` and `h`. Left out, tokens are the organisation and 32 hex digits, and hashed by murmur32 (8 hex digits).
   *
   * It decides how long a removed token still opens an API: at once refused by `murmur64`, and only after ten seconds by any
   * other (from version 3.2 on), since the gateway's session cache names tokens by murmur64 always.
   * @defaultValue the gateway's default: not set
   */
  readonly hashKeyFunction?: KeyHashFunction | undefined;
  /**
   * Whether `GET /tyk/keys` lists hashed keys (`enable_hashed_keys_listing`). Packaged configurations leave it off.
   * @defaultValue false
   */
  readonly listHashedKeys?: boolean | undefined;
  /**
   * How long an access token lives, in seconds (`oauth_token_expire`). Where this is not 3600, a revoked token stays in its
   * client's list, as it does on a real gateway.
   * @defaultValue 3600
   */
  readonly tokenTtlSeconds?: number | undefined;
  /**
   * How long a refresh token lives, in seconds (`oauth_refresh_token_expire`).
   * @defaultValue 1209600 (14 days)
   */
  readonly refreshTokenTtlSeconds?: number | undefined;
  /**
   * How long an expired token stays in storage before a purge or a listing takes it out, in seconds
   * (`oauth_token_expired_retain_period`). With 0 nothing is ever taken out. Lists never show it either way.
   * @defaultValue 0
   */
  readonly retainSeconds?: number | undefined;
  /**
   * What separates several redirect URIs in a client's `redirect_uri` (`oauth_redirect_uri_separator`). With `""` a client
   * has one only.
   * @defaultValue ";"
   */
  readonly redirectUriSeparator?: string | undefined;
  /**
   * The status of OAuth errors (`oauth_error_status_code`): of the token endpoint, of authorize-client and of the authorize
   * endpoint. Protected APIs and the rest of the control API have their own.
   * @defaultValue 403
   */
  readonly oauthErrorStatusCode?: number | undefined;
  /**
   * Whether it is the edge of a larger deployment (`slave_options.use_rpc`), which serves a part of the control API: list, get
   * and delete clients, their tokens, purge, and keys.
   * @defaultValue false
   */
  readonly edge?: boolean | undefined;
  /**
   * Whether the control API has an address of its own, `controlUrl` (`control_api_port`). On the wrong address everything is 404
   * as text: `Not Found`, and on the APIs' address of gateways before 5.13.1 `404 page not found`.
   * @defaultValue false
   */
  readonly separateControl?: boolean | undefined;
  /**
   * The APIs: an id alone stands for an OAuth API served under `/{id}/`.
   * @defaultValue `["orders", "billing"]`
   */
  readonly apis?: readonly (string | ApiSetup)[] | undefined;
  /**
   * The policies by id: a list of API ids alone stands for a policy that grants them.
   * @defaultValue `gold`, which grants every API of `apis`
   */
  readonly policies?: Readonly<Record<string, readonly string[] | PolicySetup>> | undefined;
  /**
   * Ordinary keys (auth tokens), which no OAuth client made, by the whole key as requests send it: a list of API ids alone
   * stands for a key that opens them. They are in storage from the start: `GET /tyk/keys` lists them beside the tokens, and
   * they open APIs with `use_standard_auth`.
   * @defaultValue none
   */
  readonly keys?: Readonly<Record<string, readonly string[] | KeySetup>> | undefined;
  /**
   * How often a token that is in use comes back after it was removed. It stands for a client that uses the token without pause:
   * one of its requests, in flight during the removal, stores the session again. A token is in use if an API has let it in
   * during the last ten seconds, and from its first return on until the number is used up. The session alone comes back, not the
   * refresh token and not the entry in the client's list. From version 5.15 on nothing comes back, whatever is set.
   *
   * A number, or an object with `times` and `afterRequests`: how many requests of any kind come after the removal before the
   * session is back (by default 1, so the first read finds it gone, and the second there).
   * @defaultValue 0
   */
  readonly writeBacks?:
    number | { readonly times: number; readonly afterRequests?: number } | undefined;
  /**
   * What stands behind the APIs. It is given the request with the path behind the listen path, on `https://upstream.invalid`.
   * @defaultValue answers 200 with JSON `{method, url}`, `url` being `/upstream` and the path behind the listen path, and with
   * `x-tyk-authorization` where the request had that header
   */
  readonly upstream?: ((request: Request) => Response | Promise<Response>) | undefined;
  /**
   * The time: a moment in milliseconds since the epoch, or a `Date`, at which the clock stands until it is moved by `advance`;
   * or a function that gives the milliseconds, to which what was advanced is added.
   * @defaultValue `Date.now`
   */
  readonly now?: number | Date | (() => number) | undefined;
  /**
   * Makes the ids, secrets, tokens and codes that the gateway makes up the same in each run.
   * @defaultValue none: they are random
   */
  readonly seed?: string | number | undefined;
  /**
   * Whether somebody has read a client (`GET /tyk/oauth/clients/{apiID}/{keyName}`) of every API since the process started.
   *
   * An API that is not OAuth is cold until such a read of that API: tokens, update and rotate drop the connection, invalidate
   * refresh is 400 "OAuth is not enabled on this API", and delete of a client is 404. The first read makes the API warm, and
   * then tokens are `[]`, update is 404, and invalidate refresh and delete are 200. Before 3.2 every read drops the connection,
   * and the API stays cold whatever this option says.
   * @defaultValue false: a process that has just started
   */
  readonly warm?: boolean | undefined;
  /**
   * The host that the APIs answer on (`hostname`). An API with a `domain` answers on that domain instead. The control API and
   * the health check answer on every host. With `""` the APIs answer on every host.
   * @defaultValue ""
   */
  readonly hostname?: string | undefined;
  /**
   * Whether APIs have domains of their own (`enable_custom_domains`). If not, `domain` of an API has no effect on what it serves.
   * @defaultValue true
   */
  readonly customDomains?: boolean | undefined;
  /**
   * The path of the health check without its slash (`health_check_endpoint_name`).
   * @defaultValue "hello"
   */
  readonly healthCheckEndpointName?: string | undefined;
}

/** What a gateway loads anew. What is left out stays as it is loaded. */
export interface ReloadOptions {
  /** The APIs, as in {@link GatewayOptions.apis}: all that there are from now on. */
  readonly apis?: GatewayOptions["apis"];
  /** The policies, as in {@link GatewayOptions.policies}: all that there are from now on. */
  readonly policies?: GatewayOptions["policies"];
}
