import type { Policy } from "../../../src/index.ts";
import { json, noRoute } from "../network/fake-fetch.ts";
import type { Reply } from "../network/fake-fetch.ts";
import { recordedExchange } from "../recordings/recorded-exchange.ts";
import { policy } from "./samples.ts";

export const policyNotFound: Reply = recordedExchange("5.14.0/definitions#2").reply;

export const policyWithoutId: Policy = { ...policy, id: "" };

export const keyNotFound: Reply = json({ status: "error", message: "Key not found" }, 404);

/** Gateways that do not show a policy, their replies, and the paths that the method reads. */
export const silentGateways: [string, readonly Reply[], string[]][] = [
  ["has no policies at all", [noRoute(), keyNotFound], ["/tyk/policies/gold", "/tyk/keys/"]],
  ["may be no gateway", [noRoute(), noRoute()], ["/tyk/policies/gold", "/tyk/keys/"]],
  [
    "has policies without an id",
    [policyNotFound, json([policy, policyWithoutId])],
    ["/tyk/policies/gold", "/tyk/policies"],
  ],
];
