import type { Calls, ContenderOptions } from "./contender.ts";
import { createFacade, createMethodCalls } from "./facade.ts";

/** The facade's methods on Node's `fetch`. */
export function connect(options: ContenderOptions): Calls {
  return createMethodCalls(createFacade(options));
}
