// One contender in a process of its own: makes stretches of calls when it is told to, and says what they took.
import { load } from "../contenders/index.ts";
import { clientId } from "../gateway/answers.ts";
import { answerChild } from "../support/child.ts";
import type { Role, Slice, SliceTimes } from "./messages.ts";

const { contender, place } = JSON.parse(process.argv[2] ?? "") as Role;
const calls = await (await load(contender))(place);

answerChild(async ({ operation, calls: count, inFlight }: Slice): Promise<SliceTimes> => {
  const call = calls[operation];
  if (call === undefined) throw new Error(`${contender} has no ${operation}`);
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { client_id } = await call();
      if (client_id !== clientId) throw new Error("this is another client");
    }
  };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
});
