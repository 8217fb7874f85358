// Asks twice, the second time on the connection of the first, and has nothing more to do: a connection must keep the process
// while it is used, and not while it waits.
import { createNodeFetch } from "@tyk-oauth/sdk/node";

const [, , url = ""] = process.argv;
const fetch = createNodeFetch({ idleTimeoutMs: Number.POSITIVE_INFINITY });
for (let nth = 0; nth < 2; nth += 1) {
  const response = await fetch(url);
  process.stdout.write(`${response.status} ${await response.text()}\n`);
}
