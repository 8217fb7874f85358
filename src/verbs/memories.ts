import type { ApiDefinition, Policy } from "../../generated/index.ts";
import type { GatewayCapabilities } from "../types/gateway.ts";
import type { Runtime } from "../util/runtime.ts";
import { ShortMemory } from "../util/short-memory.ts";
import type { ServedApi } from "./apis/served-api.ts";

/** What a client keeps in mind of its gateway for a minute. */
export interface Memories {
  /** The definitions of APIs, by their ids. */
  readonly definitions: ShortMemory<ApiDefinition>;
  /** What decides which API gets a request, of all APIs, under one name. */
  readonly apis: ShortMemory<readonly ServedApi[]>;
  /** Policies, by their ids; `policy` is `undefined` where the gateway cannot tell. */
  readonly policies: ShortMemory<{ readonly policy: Policy | undefined }>;
  /** What the gateway can do. */
  readonly capabilities: ShortMemory<GatewayCapabilities>;
}

/** Memories of a gateway of which nothing is known yet. */
export function createMemories(runtime: Runtime): Memories {
  return {
    definitions: new ShortMemory(runtime),
    apis: new ShortMemory(runtime),
    policies: new ShortMemory(runtime),
    capabilities: new ShortMemory(runtime),
  };
}
