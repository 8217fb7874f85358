// Runs one contender in a separate process: makes a batch of calls on each request, and returns the time.
import { loadContender } from "../contenders/index.ts";
import { clientId } from "../gateway/responses.ts";
import { serveParent } from "../support/child.ts";
import type { ContenderConfig, Batch, BatchTimes } from "./messages.ts";

const { contender, options } = JSON.parse(process.argv[2] ?? "") as ContenderConfig;
const calls = await (await loadContender(contender))(options);

serveParent(async ({ operation, calls: count, inFlight }: Batch): Promise<BatchTimes> => {
  const call = calls[operation];
  if (call === undefined) throw new Error(`${contender} has no call "${operation}"`);
  let left = count;
  const runCaller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { client_id } = await call();
      if (client_id !== clientId) throw new Error(`the response has another client: ${client_id}`);
    }
  };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, runCaller));
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
});
