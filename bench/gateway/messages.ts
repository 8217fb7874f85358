/** What the runner asks the server's process. */
export type GatewayRequest = "stats" | "reset";

/** What the server has seen since the last reset. */
export interface GatewayStats {
  readonly port: number;
  readonly requests: number;
  /** How many sockets were accepted, with those that were open at the reset. */
  readonly opened: number;
  /** How many were open at the same time. */
  readonly peak: number;
  /** The processor time of the server's process, in milliseconds. */
  readonly cpuMs: number;
}
