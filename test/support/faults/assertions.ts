import { deepEqual, equal, ok } from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import { leaks } from "../secrets/leaks.ts";
import { runningTimers } from "../util/running-timers.ts";
import type { WatchedClient } from "./watched-client.ts";
import { markers } from "../secrets/markers.ts";

/** All warnings and unhandled rejections of the process. */
export const warningsAndRejections: unknown[] = [];
for (const event of ["warning", "unhandledRejection"])
  process.on(event, (what: unknown) => warningsAndRejections.push(what));

/** The time in which a connection with an unread response must close. */
const closedWithinMs = 100;
const minTurns = 20;

/** Fails if a settled call leaves a listener or a timer. */
export function assertNothingLeft(signal: AbortSignal, timersBefore: number): void {
  deepEqual(getEventListeners(signal, "abort"), [], "a listener is left on the caller's signal");
  equal(runningTimers(), timersBefore, "a timer is left running");
}

/** Fails if a failed call shows a secret, in its error or elsewhere. */
export async function assertNoSecretShown(
  error: unknown,
  { tyk, told }: WatchedClient,
): Promise<void> {
  await tick();
  deepEqual(warningsAndRejections, [], "a warning, or a rejection that nobody handled");
  deepEqual(leaks(markers, error, told, tyk, warningsAndRejections), [], "a secret is shown");
}

/** Fails if a connection stays open. */
export async function assertClosesSoon(sockets: ReadonlySet<Socket>): Promise<void> {
  ok(sockets.size > 0, "no connection had a request");
  const open = await Promise.all([...sockets].map(staysOpen));
  equal(open.filter(Boolean).length, 0, "connections with an unread answer stay open");
}

async function staysOpen(socket: Socket): Promise<boolean> {
  const isOpen = (): boolean => !socket.destroyed && !socket.readableEnded;
  const until = performance.now() + closedWithinMs;
  // On a busy machine the time can be over before the first check.
  for (let turns = 0; isOpen() && (turns < minTurns || performance.now() < until); turns += 1)
    await wait(1);
  return isOpen();
}
