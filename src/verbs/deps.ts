import type { ApiDefinition, Policy } from "../../generated/index.ts";
import type { Config } from "../config/config.ts";
import type { Observer } from "../transport/observe/observer.ts";
import type { Send } from "../transport/send.ts";
import type { GatewayCapabilities } from "../types/gateway.ts";
import type { Runtime } from "../util/runtime.ts";
import { TtlCache } from "../util/ttl-cache.ts";
import type { ServedApi } from "./apis/served-api.ts";

/** What a client caches about its gateway. Each entry expires after one minute. */
export interface Caches {
  /** API definitions, by API id. */
  readonly definitions: TtlCache<ApiDefinition>;
  /** The routing data of all APIs, as one entry. */
  readonly apis: TtlCache<readonly ServedApi[]>;
  /** Policies, by policy id. `policy` is `undefined` if the gateway does not show it. */
  readonly policies: TtlCache<{ readonly policy: Policy | undefined }>;
  /** What the gateway can do. */
  readonly capabilities: TtlCache<GatewayCapabilities>;
}

export function createCaches(runtime: Runtime): Caches {
  return {
    definitions: new TtlCache(runtime),
    apis: new TtlCache(runtime),
    policies: new TtlCache(runtime),
    capabilities: new TtlCache(runtime),
  };
}

/** The parts of a client that its methods need. */
export interface Deps extends Caches {
  readonly send: Send;
  readonly config: Config;
  readonly observer: Observer;
  readonly runtime: Runtime;
}
