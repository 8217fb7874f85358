import type { Calls, Place } from "./contender.ts";
import { createFacade, rawCalls } from "./facade.ts";
import { nodeFetch } from "./node-transport.ts";

/** `tyk.raw`, on the Node transport. */
export async function connect(place: Place): Promise<Calls> {
  return rawCalls(createFacade(place, await nodeFetch()));
}
