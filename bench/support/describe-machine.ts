import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine of a measurement. It has nothing that identifies the owner. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  readonly node: string;
  readonly undici: string;
  /** The load average of the last minute before the start. */
  readonly load: number;
}

/** Describes this machine. */
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
