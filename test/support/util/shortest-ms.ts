/** Returns the shortest time of five runs, in milliseconds. A slow expression slows down each run, a busy machine only some. */
export function shortestMs(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
