import type { BenchGateway } from "../gateway/start-gateway.ts";
import type { Settings } from "../settings.ts";

/** The gateway and the settings of a section. */
export interface SectionContext {
  readonly gateway: BenchGateway;
  readonly settings: Settings;
}
