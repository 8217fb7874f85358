import type { Aliases } from "./closest-name.ts";

/** What other libraries call the options of a client. */
export const optionAliases: Aliases = {
  baseUrl: "address endpoint host uri url",
  secret: "apikey authtoken authorization key password token",
  fetch: "agent",
  orgId: "org organisation organization",
  timeoutMs: "timeout timeouts",
  totalTimeoutMs: "totaltimeout",
  maxRetries: "retries retry",
  maxConcurrency: "concurrency",
  maxResponseBytes: "maxsize",
  allowInsecureHttp: "insecure",
};
