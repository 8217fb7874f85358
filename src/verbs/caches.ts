import type { ApiDefinition, Policy } from "../../generated/index.ts";
import type { GatewayCapabilities } from "../types/gateway.ts";
import type { Runtime } from "../util/runtime.ts";
import { TtlCache } from "../util/ttl-cache.ts";
import type { ServedApi } from "./apis/served-api.ts";

/** What a client caches of its gateway for a minute. */
export interface Caches {
  /** The definitions of APIs, by their ids. */
  readonly definitions: TtlCache<ApiDefinition>;
  /** What decides which API gets a request, of all APIs, under one name. */
  readonly apis: TtlCache<readonly ServedApi[]>;
  /** Policies, by their ids; `policy` is `undefined` if the gateway cannot show it. */
  readonly policies: TtlCache<{ readonly policy: Policy | undefined }>;
  /** What the gateway can do. */
  readonly capabilities: TtlCache<GatewayCapabilities>;
}

/** Creates empty caches. */
export function createCaches(runtime: Runtime): Caches {
  return {
    definitions: new TtlCache(runtime),
    apis: new TtlCache(runtime),
    policies: new TtlCache(runtime),
    capabilities: new TtlCache(runtime),
  };
}
