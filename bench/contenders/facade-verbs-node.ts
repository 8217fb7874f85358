import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { Calls, Place } from "./contender.ts";
import { createFacade, verbCalls } from "./facade.ts";

/** The verbs, on the Node transport with its defaults. */
export function connect(place: Place): Calls {
  return verbCalls(createFacade(place, createNodeFetch()));
}
