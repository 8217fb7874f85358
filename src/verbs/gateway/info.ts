import type { GatewayInfo } from "../../../generated/index.ts";
import type { Verb } from "../verb.ts";

/** Reads the gateway's health. */
export function gatewayInfo(verb: Verb): Promise<GatewayInfo> {
  return verb.read("hello", {});
}
