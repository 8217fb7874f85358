import type { Calls, Place } from "./contender.ts";
import { createFacade, rawCalls } from "./facade.ts";

/** `tyk.raw`, on Node's `fetch`. */
export function connect(place: Place): Calls {
  return rawCalls(createFacade(place));
}
