import type { BenchGateway } from "../gateway/start.ts";
import type { Settings } from "../settings.ts";

/** What every section is given. */
export interface Setup {
  readonly gateway: BenchGateway;
  readonly settings: Settings;
}
