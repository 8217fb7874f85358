/** A command of the runner to the server's process. */
export type GatewayCommand = "stats" | "reset";

/** What the server counted since the last reset. */
export interface GatewayStats {
  readonly port: number;
  readonly requests: number;
  /** How many sockets were accepted, including those that were open at the reset. */
  readonly opened: number;
  /** The maximum number of sockets that were open at the same time. */
  readonly peak: number;
  /** The CPU time of the server's process, in milliseconds. */
  readonly cpuMs: number;
}
