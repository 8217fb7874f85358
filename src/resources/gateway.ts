import type { GatewayInfo } from "../../generated/index.ts";
import type { Deps } from "../internal/deps.ts";
import { runVerb } from "../internal/verb.ts";
import type { VerbOptions } from "../options.ts";
import type { TykPromise } from "../tyk-promise.ts";

/** The gateway itself: `tyk.gateway`. */
export class GatewayResource {
  readonly #deps: Deps;

  /** @internal */
  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Reads the gateway's health. The secret is not sent. A build's `version` can be wrong: take it as a hint.
   *
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { status, version } = await tyk.gateway.info(); // "pass", "v5.14.0"
   * ```
   */
  info(options?: VerbOptions): TykPromise<GatewayInfo> {
    return runVerb("gateway.info", options, (verb) =>
      verb.request(this.#deps.raw.hello({}, verb.options)),
    );
  }
}
