import { json } from "../network/fake-fetch.ts";
import { client } from "../samples/samples.ts";
import { clientWithReplies } from "./client.ts";

/**
 * Loads the part of the package that loads at the first call. A test with fake timers needs it: loading takes real time, and fake
 * time would pass before the call has begun.
 */
export async function loadEngine(): Promise<void> {
  const { tyk } = clientWithReplies([json(client)]);
  await tyk.clients.get({ apiId: "orders", clientId: client.client_id });
}
