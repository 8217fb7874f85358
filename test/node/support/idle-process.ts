// Asks once, and has nothing more to do: the connection that is kept must not keep the process.
import { createNodeFetch } from "@tyk-oauth/sdk/node";

const [, , url = ""] = process.argv;
const fetch = createNodeFetch({ idleTimeoutMs: Number.POSITIVE_INFINITY });
const response = await fetch(url);
process.stdout.write(`${response.status} ${await response.text()}\n`);
