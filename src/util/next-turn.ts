// Copied when the module loads: a later replacement, such as a test's fake timers, does not stop the calls.
const { queueMicrotask } = globalThis;
const { setImmediate = queueMicrotask } = globalThis as {
  readonly setImmediate?: (work: () => void) => unknown;
};

/**
 * Runs `work` in the next turn of the event loop, if the runtime has `setImmediate`. Node's `fetch` can reuse a connection only
 * from the next turn on. A request in the same turn would open a second connection.
 */
export function runInNextTurn(work: () => void): void {
  setImmediate(work);
}
