import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BulkCounts } from "./bulk-server.ts";
import type { AfterTest } from "./server.ts";

/** Starts a server in another process, so that only the client uses memory in this one. */
export async function startBulkServer(
  stops: AfterTest,
): Promise<{ url: string; counts: () => Promise<BulkCounts> }> {
  // The bundled program is next to the bundled test.
  const child = fork(fileURLToPath(new URL("bulk-server.js", import.meta.url)), { execArgv: [] });
  stops.after(() => child.kill());
  const [port] = (await once(child, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    counts: async () => {
      child.send("counts");
      const [counts] = (await once(child, "message")) as [BulkCounts];
      return counts;
    },
  };
}
