import type { Policy } from "../../../src/index.ts";
import { json, noRoute } from "../network/capture.ts";
import type { Reply } from "../network/capture.ts";
import { recorded } from "../recordings/recorded.ts";
import { policy } from "./samples.ts";

export const notFound: Reply = recorded("5.14.0/definitions#2").reply;

export const nameless: Policy = { ...policy, id: "" };

export const noKey: Reply = json({ status: "error", message: "Key not found" }, 404);

/** What cannot be told, and what the gateway answers then. */
export const silent: [string, readonly Reply[], string[]][] = [
  ["has no policies at all", [noRoute(), noKey], ["/tyk/policies/gold", "/tyk/keys/"]],
  ["may be no gateway", [noRoute(), noRoute()], ["/tyk/policies/gold", "/tyk/keys/"]],
  [
    "has policies without an id",
    [notFound, json([policy, nameless])],
    ["/tyk/policies/gold", "/tyk/policies"],
  ],
];
