import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BulkCounts } from "./bulk-server.ts";
import type { AfterTest } from "./server.ts";

/** A server in a process of its own, so that what this process takes is the client's alone. */
export async function startBulkServer(
  stops: AfterTest,
): Promise<{ url: string; counts: () => Promise<BulkCounts> }> {
  // Beside the bundled test.
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
