import type { Calls, ContenderOptions } from "./contender.ts";
import { createFacade, createRawCalls } from "./facade.ts";

/** `tyk.raw` on Node's `fetch`. */
export function connect(options: ContenderOptions): Calls {
  return createRawCalls(createFacade(options));
}
