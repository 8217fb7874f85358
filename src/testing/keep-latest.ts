/** Adds entries to a log, and removes the oldest ones if it then has too many. */
export function keepLatest<T>(log: T[], entries: readonly T[], max: number): void {
  log.push(...entries);
  if (log.length > max) log.splice(0, log.length - max);
}
