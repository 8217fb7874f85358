// Runs one contender in a separate process: starts all calls at once, and returns their results and their memory.
import { loadContender } from "../contenders/index.ts";
import { serveParent } from "../support/child.ts";
import type { BurstResult, ContenderConfig } from "./messages.ts";

const { contender, options } = JSON.parse(process.argv[2] ?? "") as ContenderConfig;
const { get } = await (await loadContender(contender))(options);
for (let i = 0; i < 200; i += 1) await get();
globalThis.gc?.();

serveParent(async (count: number): Promise<BurstResult> => {
  const rssBefore = process.memoryUsage.rss();
  const start = performance.now();
  const results = await Promise.allSettled(Array.from({ length: count }, get));
  const wallMs = performance.now() - start;
  // The peak from the operating system, in KiB. Sampling could miss it.
  const rssPeak = process.resourceUsage().maxRSS * 1024;
  const failed = results.filter((result) => result.status === "rejected");
  const failures = new Set(failed.map(({ reason }) => innermostMessage(reason)));
  return {
    succeeded: results.length - failed.length,
    failed: failed.length,
    failures: [...failures],
    wallMs,
    rssBefore,
    rssPeak,
  };
});

/** Returns the message of the innermost cause. The error of `fetch` itself only says that it failed. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? `${error.name}: ${error.message}`
    : innermostMessage(error.cause);
}
