// Counts the tokens of every client of an API, within limits of time, and stops at once on Ctrl-C.
//
//   node examples/cancellation.ts orders
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId] = args("api id");
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
});

// One attempt may take 2 s, one request with its repeats 5 s.
const tyk = TykOAuth.fromEnv({ timeoutMs: 2_000, totalTimeoutMs: 5_000 });
try {
  const clients = await tyk.clients.list({ apiId }, { signal: stop.signal });
  for (const { client_id: clientId } of clients) {
    // A deadline is for a verb as a whole, however many requests it makes.
    const options = { signal: stop.signal, deadlineMs: 5_000 };
    const tokens = await tyk.tokens.list({ apiId, clientId }, options);
    console.log(`${clientId}: ${tokens.length} tokens`);
  }
} catch (error) {
  if (!isTykError(error)) throw error;
  if (error.code === "aborted") console.log("stopped");
  else if (error.code === "timeout") {
    console.log(`no answer within ${error.limitMs} ms (while waiting for the ${error.phase})`);
  } else throw error;
  process.exitCode = 1;
}
