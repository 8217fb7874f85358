import type { FaultMatch, Gateway, GatewayFault, GatewayOptions } from "@tyk-oauth/sdk/testing";
import type { GatewaySettings } from "../run/settings.ts";

/** Applies the reader's choices to the options of the program's gateway. */
export function applySettings(options: GatewayOptions, settings: GatewaySettings): GatewayOptions {
  const { version, hashing, listing } = settings;
  return {
    ...options,
    ...(version === "" ? {} : { version }),
    ...(hashing === "" ? {} : { hashKeys: hashing !== "none" }),
    // murmur32 is what a gateway uses without a setting.
    ...(hashing === "" ? {} : { hashKeyFunction: hashFunctionOf(hashing) }),
    ...(listing === "" ? {} : { listHashedKeys: listing === "on" }),
  };
}

function hashFunctionOf(hashing: GatewaySettings["hashing"]): GatewayOptions["hashKeyFunction"] {
  return hashing === "" || hashing === "none" || hashing === "murmur32" ? undefined : hashing;
}

/** Makes requests go wrong as the reader chose. */
export function addFault(gateway: Gateway, settings: GatewaySettings): void {
  const { fault, operation, times } = settings;
  if (fault === "") return;
  // `fail` refuses an unknown operation, with a message that names it.
  const match = (operation === "" ? {} : { operation }) as FaultMatch;
  gateway.fail(match, toFault(fault), times === "always" ? Infinity : 1);
}

function toFault(fault: Exclude<GatewaySettings["fault"], "">): GatewayFault {
  if (fault === "storage-down") return { storage: "down" };
  if (fault === "503") return { status: 503, body: "service unavailable" };
  return fault;
}
