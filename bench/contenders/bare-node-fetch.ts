import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { createBareCalls } from "./bare-fetch.ts";
import type { Calls, ContenderOptions } from "./contender.ts";

/** The Node transport with its defaults, without the facade. */
export function connect({ baseUrl }: ContenderOptions): Calls {
  return createBareCalls(baseUrl, createNodeFetch());
}
