import type { Send } from "../transport/send.ts";
import type { Config } from "../config/config.ts";
import type { Caches } from "./caches.ts";
import type { Observer } from "../transport/observe/observer.ts";
import type { Runtime } from "../util/runtime.ts";

/** The parts of a client that its methods need. */
export interface Deps extends Caches {
  readonly send: Send;
  readonly config: Config;
  readonly observer: Observer;
  readonly runtime: Runtime;
}
