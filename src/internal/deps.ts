import type { ApiDefinitions } from "./api-definitions.ts";
import type { Config } from "./config.ts";
import type { Runtime } from "./runtime.ts";
import type { TykRaw } from "../raw-types.ts";

/** What a resource's verbs are made of. */
export interface Deps {
  readonly raw: TykRaw;
  readonly config: Config;
  readonly definitions: ApiDefinitions;
  readonly runtime: Runtime;
}
