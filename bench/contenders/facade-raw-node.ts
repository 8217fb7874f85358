import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { Calls, Place } from "./contender.ts";
import { createFacade, rawCalls } from "./facade.ts";

/** `tyk.raw`, on the Node transport with its defaults. */
export function connect(place: Place): Calls {
  return rawCalls(createFacade(place, createNodeFetch()));
}
