import { bareCalls } from "./bare-fetch.ts";
import type { Calls, Place } from "./contender.ts";
import { nodeFetch } from "./node-transport.ts";

/** The Node transport by hand, without the facade. */
export async function connect({ baseUrl }: Place): Promise<Calls> {
  return bareCalls(baseUrl, await nodeFetch());
}
