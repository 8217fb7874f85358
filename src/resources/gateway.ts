import type { GatewayInfo } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { GatewayCapabilities } from "../types/gateway.ts";

/** Reads the state of the gateway: `tyk.gateway`. */
export class GatewayResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads the gateway's health and its version. The request does not send the gateway's secret.
   *
   * Some builds report a wrong `version`: use {@link GatewayResource.capabilities} to decide what the gateway can do.
   *
   * @throws {@link TykRouteError} if `baseUrl` does not serve `/hello`. The gateway's `health_check_endpoint_name` may give
   * it another name. Before 3.2, a gateway with a control port serves it only on the port of the APIs.
   * @throws {@link TykRequestError} if a request fails.
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
   * Probes what the gateway can do, by requests that change nothing, and caches the result for one minute.
   *
   * It probes each operation, because some builds report a wrong version. The result may be out of date during an upgrade,
   * when nodes of several versions respond in turn. If the gateway lists keys, this method reads one list of them (from
   * 5.12 on only those of one API). With `readOnly` or `dryRun` it does not probe the purge, because that probe is a DELETE
   * request.
   *
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const { control, keyListing, keyHash } = await tyk.gateway.capabilities();
   * if (!control) console.error("baseUrl is not the address of the control API");
   * ```
   */
  capabilities(options?: VerbOptions): TykPromise<GatewayCapabilities> {
    return this.#engine.run("gateway.capabilities", [], options, (verbs) => verbs.readCapabilities);
  }
}
