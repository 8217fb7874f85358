import type { Socket } from "node:net";

/** What servers say of how long they keep their connections, in milliseconds. */
const hints = new WeakMap<Socket, number>();

/** Servers count from when they sent, and what we send takes its time. */
const marginMs = 1_000;

/** Reads how long the server keeps the connection, where it says so: `Keep-Alive: timeout=5`. */
export function heedHint(socket: Socket | null, rawHeaders: readonly string[]): void {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length !== 10 || name.toLowerCase() !== "keep-alive") continue;
    const seconds = /^timeout=(\d{1,6})/.exec(rawHeaders[at + 1] ?? "")?.[1];
    if (seconds !== undefined && socket !== null)
      hints.set(socket, Number(seconds) * 1000 - marginMs);
  }
}

/** Keeps a connection for the next request, for a while, without keeping the process alive. Tells whether it can be kept. */
export function keepIdle(socket: Socket, limitMs: number): boolean {
  const keptMs = Math.min(limitMs, hints.get(socket) ?? limitMs);
  if (socket.readableLength > 0 || keptMs <= 0) return false;
  // Once set, the timer starts anew with all that comes; on a connection in use it does nothing.
  if (socket.timeout !== keptMs) socket.setTimeout(Number.isFinite(keptMs) ? keptMs : 0);
  socket.unref();
  socket.on("data", endUnasked);
  return true;
}

/** Takes a connection back into use. */
export function useAgain(socket: Socket): void {
  socket.ref();
  socket.off("data", endUnasked);
}

/** What comes unasked would be taken for the answer to the next request. */
function endUnasked(this: Socket): void {
  this.destroy();
}
