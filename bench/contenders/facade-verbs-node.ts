import type { Calls, Place } from "./contender.ts";
import { createFacade, verbCalls } from "./facade.ts";
import { nodeFetch } from "./node-transport.ts";

/** The verbs, on the Node transport. */
export async function connect(place: Place): Promise<Calls> {
  return verbCalls(createFacade(place, await nodeFetch()));
}
