// Serves a gateway until its parent ends or closes its standard input. Prints the target as a line of JSON.
import { once } from "node:events";
import { serveGateway } from "../../../test/support/runtimes/serve-gateway.ts";

const served = await serveGateway();
console.log(JSON.stringify(served.target));
await once(process.stdin.resume(), "end");
await served[Symbol.asyncDispose]();
