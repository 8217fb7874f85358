// For the night on which a client's secret has leaked. On every API of the client: a new secret first, so that nobody gets
// more tokens; then all its tokens are revoked; then what is still listed is looked at and ended one by one.
//
//   TYK_GATEWAY_URL=... TYK_GATEWAY_SECRET_FILE=... node examples/revoke-leaked-client.ts shop-web
//
// It prints evidence and no secret: the new ones are read with `clients.get`. The exit code is 0 only where all was done.
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { ClientRef } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId] = args("client id");
const tyk = TykOAuth.fromEnv();

/** The APIs that have the client. Each is asked, since `clients.listApis` leaves out those whose index is broken. */
async function apisOfClient(): Promise<string[]> {
  const apis = await tyk.apis.list({ oauth: true });
  const found = await Promise.all(
    apis.map(async ({ api_id: apiId }) => ((await exists({ apiId, clientId })) ? [apiId] : [])),
  );
  return found.flat().sort();
}

async function exists(ref: ClientRef): Promise<boolean> {
  try {
    await tyk.clients.get(ref);
    return true;
  } catch (error) {
    if (isTykError(error) && error.code === "not-found") return false;
    throw error;
  }
}

/** Gives the client another secret than it has now, also where the answer to the rotation is lost. */
async function rotate(ref: ClientRef): Promise<void> {
  const { secret: leaked } = await tyk.clients.get(ref);
  try {
    await tyk.clients.rotateSecret(ref);
  } catch (error) {
    if (!isTykError(error) || !error.mayHaveBeenApplied) throw error;
    const { secret } = await tyk.clients.get(ref);
    if (secret === leaked) throw error;
  }
}

/** Ends what revoking all has left on the list, by the listed codes. Gives how many of them were still alive. */
async function endListed(ref: ClientRef): Promise<{ listed: number; alive: number }> {
  const left = await tyk.tokens.list(ref);
  let alive = 0;
  for (const { code: listedCode } of left) {
    try {
      await tyk.tokens.revoke({ apiId: ref.apiId, listedCode });
      alive += 1;
    } catch (error) {
      // Not there any more: as it should be.
      if (!isTykError(error) || error.code !== "not-found") throw error;
    }
  }
  return { listed: left.length, alive };
}

async function cutOff(ref: ClientRef): Promise<void> {
  const say = (what: string): void => {
    console.log(`${new Date().toISOString()} ${ref.apiId}: ${what}`);
  };
  await rotate(ref);
  say("the secret is rotated");
  const { length } = await tyk.tokens.list(ref);
  await tyk.tokens.revokeAll(ref);
  say(`${length} tokens were listed; the gateway says that all are revoked`);
  const { listed, alive } = await endListed(ref);
  say(`${listed} are still listed; of these ${alive} were alive, and are removed now`);
}

const apiIds = await apisOfClient();
if (apiIds.length === 0) console.error(`${clientId} is on no API of this gateway`);
const failed: string[] = [];
for (const apiId of apiIds) {
  try {
    await cutOff({ apiId, clientId });
  } catch (error) {
    failed.push(apiId);
    const why = isTykError(error) ? `${error.name}: ${error.message}` : "an unexpected error";
    console.error(`${new Date().toISOString()} ${apiId}: NOT DONE: ${why}`);
  }
}

console.log(`
Done on ${apiIds.length - failed.length} of ${apiIds.length} APIs.${failed.length > 0 ? ` Not done: ${failed.join(", ")}.` : ""}
- Unless keys are hashed by murmur64, a token that was in use can open the API for ten seconds more.
- Tokens that were not listed are alive until they expire: those of a second of which another was revoked or
  refreshed, and those from before a change of the client's policy. Deleting the client ends them within about a
  second; its id must then never be made again, since that would bring them back.`);
process.exitCode = apiIds.length === 0 || failed.length > 0 ? 1 : 0;
