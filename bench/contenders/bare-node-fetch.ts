import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { bareCalls } from "./bare-fetch.ts";
import type { Calls, Place } from "./contender.ts";

/** The Node transport by hand, with its defaults and without the facade. */
export function connect({ baseUrl }: Place): Calls {
  return bareCalls(baseUrl, createNodeFetch());
}
