import type { Send } from "../raw.ts";
import type { Config } from "../internal/config/config.ts";
import type { Memories } from "./memories.ts";
import type { Observer } from "../internal/observe/observer.ts";
import type { Runtime } from "../internal/config/runtime.ts";

/** What a verb is made of. */
export interface Deps extends Memories {
  readonly send: Send;
  readonly config: Config;
  readonly observer: Observer;
  readonly runtime: Runtime;
}
