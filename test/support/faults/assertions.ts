import { deepEqual, equal, ok } from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import { leaks } from "../secrets/leaks.ts";
import { runningTimers } from "../util/running-timers.ts";
import type { WatchedClient } from "./watched-client.ts";
import { markers } from "../secrets/markers.ts";

/** Warnings and rejections that nobody handled, since the process began. */
export const warningsAndRejections: unknown[] = [];
for (const event of ["warning", "unhandledRejection"])
  process.on(event, (what: unknown) => warningsAndRejections.push(what));

/** How soon a connection whose answer nobody will read must be closed. */
const closedWithinMs = 100;
const minTurns = 20;

/** What must hold as soon as a call has settled: nothing of it is left in the process. */
export function assertNothingLeft(signal: AbortSignal, timersBefore: number): void {
  deepEqual(getEventListeners(signal, "abort"), [], "a listener is left on the caller's signal");
  equal(runningTimers(), timersBefore, "a timer is left running");
}

/** What must hold of what a failed call shows, in its error and elsewhere. */
export async function assertNoSecretShown(
  error: unknown,
  { tyk, told }: WatchedClient,
): Promise<void> {
  await tick();
  deepEqual(warningsAndRejections, [], "a warning, or a rejection that nobody handled");
  deepEqual(leaks(markers, error, told, tyk, warningsAndRejections), [], "a secret is shown");
}

/** Fails where a connection stays open. */
export async function assertClosesSoon(sockets: ReadonlySet<Socket>): Promise<void> {
  ok(sockets.size > 0, "no connection had a request");
  const open = await Promise.all([...sockets].map(staysOpen));
  equal(open.filter(Boolean).length, 0, "connections with an unread answer stay open");
}

async function staysOpen(socket: Socket): Promise<boolean> {
  const isOpen = (): boolean => !socket.destroyed && !socket.readableEnded;
  const until = performance.now() + closedWithinMs;
  // On a busy machine the time may be up before the end of a connection was even looked for.
  for (let turns = 0; isOpen() && (turns < minTurns || performance.now() < until); turns += 1)
    await wait(1);
  return isOpen();
}
