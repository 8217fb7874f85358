// Runs one walk through all tokens in a separate process, and samples the memory. Needs --expose-gc.
import { tokenCount } from "../gateway/token-pages.ts";
import { serveParent } from "../support/child.ts";
import type { WalkRequest, WalkResult } from "./messages.ts";
import { walks } from "./walks.ts";

/** Tokens per memory sample: as it is, or after a garbage collection. */
const sampleIntervals = { withGarbage: tokenCount / 1_000, collected: tokenCount / 20 };

serveParent(async ({ name, baseUrl, collectsGarbage }: WalkRequest): Promise<WalkResult> => {
  const sampleMemory = (): { heapUsed: number; rss: number } => {
    if (collectsGarbage) globalThis.gc?.();
    return process.memoryUsage();
  };
  const interval = collectsGarbage ? sampleIntervals.collected : sampleIntervals.withGarbage;
  let tokens = 0;
  let nextSample = interval;
  let first: { heapUsed: number; rss: number } | undefined;
  let [heapPeak, rssPeak] = [0, 0];
  const start = performance.now();
  await walks[name](baseUrl, (count) => {
    // The memory that loading fetch takes is used by the first page, so it does not count.
    if (first === undefined) {
      globalThis.gc?.();
      first = process.memoryUsage();
    }
    tokens += count;
    if (tokens < nextSample) return;
    nextSample += interval;
    const { heapUsed, rss } = sampleMemory();
    heapPeak = Math.max(heapPeak, heapUsed - first.heapUsed);
    rssPeak = Math.max(rssPeak, rss - first.rss);
  });
  const wallMs = performance.now() - start;
  return { tokens, wallMs, heapGrowth: heapPeak, rssGrowth: rssPeak };
});
