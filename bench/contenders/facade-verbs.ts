import type { Calls, Place } from "./contender.ts";
import { createFacade, verbCalls } from "./facade.ts";

/** The verbs, on Node's `fetch`. */
export function connect(place: Place): Calls {
  return verbCalls(createFacade(place));
}
