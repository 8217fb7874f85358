// One contender in a process of its own: starts all its calls at once, and says how they ended and what memory they took.
import { load } from "../contenders/index.ts";
import { answerChild } from "../support/child.ts";
import type { BurstResult, Role } from "./messages.ts";

const { contender, place } = JSON.parse(process.argv[2] ?? "") as Role;
const { get } = await (await load(contender))(place);
for (let i = 0; i < 200; i += 1) await get();
globalThis.gc?.();

answerChild(async (count: number): Promise<BurstResult> => {
  const rssBefore = process.memoryUsage.rss();
  const start = performance.now();
  const ends = await Promise.allSettled(Array.from({ length: count }, get));
  const wallMs = performance.now() - start;
  // The system's own mark of the highest, which no sampling can miss; Node gives it in KiB.
  const rssPeak = process.resourceUsage().maxRSS * 1024;
  const failed = ends.filter((end) => end.status === "rejected");
  const failures = new Set(failed.map(({ reason }) => describe(reason)));
  return {
    succeeded: ends.length - failed.length,
    failed: failed.length,
    failures: [...failures],
    wallMs,
    rssBefore,
    rssPeak,
  };
});

/** The innermost cause: fetch itself says no more than that it failed. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.name}: ${error.message}` : describe(error.cause);
}
