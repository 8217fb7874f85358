// Runs one task on a gateway of some size in a separate process, and measures its time and its peak memory. Needs --expose-gc.
import { serveParent } from "../support/child.ts";
import { growthTasks } from "./growth-tasks.ts";
import type { GrowthRequest, GrowthResult } from "./messages.ts";

serveParent(async ({ section, task, baseUrl, size }: GrowthRequest): Promise<GrowthResult> => {
  const run = growthTasks[section][task];
  if (run === undefined) throw new Error(`there is no task ${task}`);
  // Loads everything first: the memory of the code does not grow with the gateway.
  await run(`${baseUrl}/size/1`);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const count = await run(`${baseUrl}/size/${size}`);
  const wallMs = performance.now() - start;
  // In kilobytes. The peak of the whole process, so a peak before the task would count too.
  const peak = process.resourceUsage().maxRSS * 1024;
  return { count, wallMs, rssGrowth: Math.max(0, peak - before) };
});
