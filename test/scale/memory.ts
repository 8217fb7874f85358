/** Returns the memory that is held after a garbage collection, in MiB: the heap, and buffers outside of it. */
export function heldMiB(): number {
  if (globalThis.gc === undefined) throw new Error("run Node with --expose-gc");
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}
