// One walk through all tokens in a process of its own, with looks at the memory as it goes. Wants --expose-gc.
import { tokenCount } from "../gateway/token-pages.ts";
import { answerChild } from "../support/child.ts";
import type { WalkQuestion, WalkResult } from "./messages.ts";
import { walks } from "./walks.ts";

/** Looks at the memory as it is, or, where garbage is cleared first, at what is held. */
const looks = { asItIs: tokenCount / 1_000, held: tokenCount / 20 };

answerChild(async ({ name, baseUrl, clearsGarbage }: WalkQuestion): Promise<WalkResult> => {
  const look = (): { heapUsed: number; rss: number } => {
    if (clearsGarbage) globalThis.gc?.();
    return process.memoryUsage();
  };
  const lookEvery = clearsGarbage ? looks.held : looks.asItIs;
  let tokens = 0;
  let nextLook = lookEvery;
  let first: { heapUsed: number; rss: number } | undefined;
  let [heapPeak, rssPeak] = [0, 0];
  const start = performance.now();
  await walks[name](baseUrl, (seen) => {
    // What fetch itself takes to load is there by the first page, and no matter of how many follow.
    if (first === undefined) {
      globalThis.gc?.();
      first = process.memoryUsage();
    }
    tokens += seen;
    if (tokens < nextLook) return;
    nextLook += lookEvery;
    const { heapUsed, rss } = look();
    heapPeak = Math.max(heapPeak, heapUsed - first.heapUsed);
    rssPeak = Math.max(rssPeak, rss - first.rss);
  });
  const wallMs = performance.now() - start;
  return { tokens, wallMs, heapGrowth: heapPeak, rssGrowth: rssPeak };
});
