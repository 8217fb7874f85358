import type { Socket } from "node:net";

/** How long the server keeps each connection, in milliseconds. */
const keepAliveTimeouts = new WeakMap<Socket, number>();

/** The server's timeout starts when it sends the response, and our next request needs time to arrive. */
const safetyMarginMs = 1_000;

/** Records the server's `Keep-Alive: timeout=5`, if it sends one. */
export function recordKeepAliveTimeout(socket: Socket | null, rawHeaders: readonly string[]): void {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length !== 10 || name.toLowerCase() !== "keep-alive") continue;
    const seconds = /^timeout=(\d{1,6})/.exec(rawHeaders[index + 1] ?? "")?.[1];
    if (seconds !== undefined && socket !== null)
      keepAliveTimeouts.set(socket, Number(seconds) * 1000 - safetyMarginMs);
  }
}

/**
 * Keeps a connection idle for the next request, without keeping the process running. Returns false if the
 * connection cannot be kept.
 */
export function tryKeepIdle(socket: Socket, maxIdleMs: number): boolean {
  const timeoutMs = Math.min(maxIdleMs, keepAliveTimeouts.get(socket) ?? maxIdleMs);
  if (socket.readableLength > 0 || timeoutMs <= 0) return false;
  // Node restarts this timer with all traffic. On a connection in use it has no effect.
  if (socket.timeout !== timeoutMs) socket.setTimeout(Number.isFinite(timeoutMs) ? timeoutMs : 0);
  socket.unref();
  socket.on("data", destroyOnUnexpectedData);
  return true;
}

/** Makes an idle connection ready for a request. */
export function reuseSocket(socket: Socket): void {
  socket.ref();
  socket.off("data", destroyOnUnexpectedData);
}

/** Data without a request would be read as the response to the next request. */
function destroyOnUnexpectedData(this: Socket): void {
  this.destroy();
}
