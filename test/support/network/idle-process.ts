// Sends two requests on one connection and then has nothing to do. The connection must keep the process
// running while it is used, and not while it is idle.
import { createNodeFetch } from "@tyk-oauth/sdk/node";

const [, , url = ""] = process.argv;
const fetch = createNodeFetch({ idleTimeoutMs: Number.POSITIVE_INFINITY });
for (let nth = 0; nth < 2; nth += 1) {
  const response = await fetch(url);
  process.stdout.write(`${response.status} ${await response.text()}\n`);
}
