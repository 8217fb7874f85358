import type { Socket } from "node:net";

/** What servers say of how long they keep their connections, in milliseconds. */
const keepAliveTimeouts = new WeakMap<Socket, number>();

/** Servers count from when they sent, and what we send takes its time. */
const safetyMarginMs = 1_000;

/** Reads how long the server keeps the connection, where it says so: `Keep-Alive: timeout=5`. */
export function recordKeepAliveTimeout(socket: Socket | null, rawHeaders: readonly string[]): void {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length !== 10 || name.toLowerCase() !== "keep-alive") continue;
    const seconds = /^timeout=(\d{1,6})/.exec(rawHeaders[at + 1] ?? "")?.[1];
    if (seconds !== undefined && socket !== null)
      keepAliveTimeouts.set(socket, Number(seconds) * 1000 - safetyMarginMs);
  }
}

/** Keeps a connection for the next request, for a while, without keeping the process alive. Tells whether it can be kept. */
export function tryKeepIdle(socket: Socket, maxIdleMs: number): boolean {
  const timeoutMs = Math.min(maxIdleMs, keepAliveTimeouts.get(socket) ?? maxIdleMs);
  if (socket.readableLength > 0 || timeoutMs <= 0) return false;
  // Once set, the timer starts anew with all that comes; on a connection in use it does nothing.
  if (socket.timeout !== timeoutMs) socket.setTimeout(Number.isFinite(timeoutMs) ? timeoutMs : 0);
  socket.unref();
  socket.on("data", destroyOnUnexpectedData);
  return true;
}

/** Takes a connection back into use. */
export function reuseSocket(socket: Socket): void {
  socket.ref();
  socket.off("data", destroyOnUnexpectedData);
}

/** What comes unasked would be taken for the answer to the next request. */
function destroyOnUnexpectedData(this: Socket): void {
  this.destroy();
}
