import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { Calls, ContenderOptions } from "./contender.ts";
import { createFacade, createMethodCalls } from "./facade.ts";

/** The facade's methods on the Node transport with its defaults. */
export function connect(options: ContenderOptions): Calls {
  return createMethodCalls(createFacade(options, createNodeFetch()));
}
