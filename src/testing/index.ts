/** The embedded gateway: a model of a Tyk Gateway's OAuth that runs in the test's own process. */
export { createGateway } from "./gateway.ts";
export type { Gateway } from "./gateway.ts";
export { NotModelledError } from "./errors.ts";
export type {
  FaultAnswer,
  FaultHandle,
  FaultMatch,
  GatewayFault,
  StorageOutage,
} from "./faults.ts";
export type { KeyHashFunction } from "../util/hash/key-hash.ts";
export type { ListeningGateway } from "./listen.ts";
export type { GatewayOptions, ListenOptions, ReloadOptions } from "./options.ts";
export type {
  AccessRightSetup,
  ApiSetup,
  KeySetup,
  PolicyPartitions,
  PolicySetup,
} from "./setups.ts";
export type { GatewayNotification, RecordedRequest } from "./records.ts";
