import type { GatewayInfo } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { GatewayCapabilities } from "../types/gateway.ts";

/** The gateway itself: `tyk.gateway`. */
export class GatewayResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads the gateway's health. The secret is not sent. A build's `version` can be wrong: take it as a hint.
   *
   * @throws {@link TykRouteError} if `/hello` is not at `baseUrl`: the gateway's `health_check_endpoint_name` gives it another
   * name, or it is on the APIs' port, as before 3.2; {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { status, version } = await tyk.gateway.info(); // "pass", "v5.14.0"
   * ```
   */
  info(options?: VerbOptions): TykPromise<GatewayInfo> {
    return this.#engine.run("gateway.info", [], options, (verbs) => verbs.gatewayInfo);
  }

  /**
   * Finds out what the gateway can do, by requests that change nothing, and keeps it for a minute: during an upgrade nodes of
   * several versions answer in turns. A build's version can be wrong, so that each operation is asked for itself.
   *
   * Keys are listed once for it where the gateway lists them (from 5.12 on those of one API alone). A client that is `readOnly`
   * or a `dryRun` does not ask after the purge, since the request that tells is a DELETE.
   *
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { control, keyListing, keyHash } = await tyk.gateway.capabilities();
   * if (!control) console.error("baseUrl is not where the control API is");
   * ```
   */
  capabilities(options?: VerbOptions): TykPromise<GatewayCapabilities> {
    return this.#engine.run("gateway.capabilities", [], options, (verbs) => verbs.readCapabilities);
  }
}
