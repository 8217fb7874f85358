import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** What the figures were measured on: words of the machine that say nothing of whose it is. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  readonly node: string;
  readonly undici: string;
  /** How many processes wanted a processor before the bench began: its load average of the last minute. */
  readonly load: number;
}

/** The machine that this runs on. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release().split("-", 1).join("")} ${arch()}`,
    node: process.version,
    undici: process.versions["undici"] ?? "unknown",
    load: loadavg()[0] ?? Number.NaN,
  };
}
