import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { Calls, ContenderOptions } from "./contender.ts";
import { createFacade, createRawCalls } from "./facade.ts";

/** `tyk.raw` on the Node transport with its defaults. */
export function connect(options: ContenderOptions): Calls {
  return createRawCalls(createFacade(options, createNodeFetch()));
}
