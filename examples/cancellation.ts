// Counts the tokens of every client of an API, with timeouts. Ctrl-C stops it at once.
//
//   npx node examples/cancellation.ts orders
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId] = readArgs("api id");
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
});

// The timeout of one attempt is 2 s. The timeout of one request with its retries is 5 s.
const tyk = TykOAuth.fromEnv({ timeoutMs: 2_000, totalTimeoutMs: 5_000 });
try {
  const clients = await tyk.clients.list({ apiId }, { signal: stop.signal });
  for (const { client_id: clientId } of clients) {
    // The deadline is for the whole method call, however many requests it sends.
    const options = { signal: stop.signal, deadlineMs: 5_000 };
    const tokens = await tyk.tokens.list({ apiId, clientId }, options);
    console.log(`${clientId}: ${tokens.length} tokens`);
  }
} catch (error) {
  if (!isTykError(error)) throw error;
  if (error.code === "aborted") console.log("stopped");
  else if (error.code === "timeout") {
    console.log(`timed out after ${error.limitMs} ms (phase: ${error.phase})`);
  } else throw error;
  process.exitCode = 1;
}
