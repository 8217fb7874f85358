import { setImmediate as tick } from "node:timers/promises";

/**
 * Lets the event loop turn. Each turn reads what has arrived at the sockets of this process, so bytes between two of them arrive in
 * a number of turns, however busy the machine is.
 */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await tick();
}
