/** One result of the diagnosis. */
export interface Finding {
  /** What was checked. The names are stable. */
  readonly check:
    | "address"
    | "tls"
    | "clock"
    | "version"
    | "secret"
    | "apis"
    | "policies"
    | "unlisted tokens"
    | "session cache"
    | "purge";
  readonly status: "ok" | "warn" | "fail";
  readonly message: string;
  /** What to set or to do. */
  readonly fix?: string;
}
