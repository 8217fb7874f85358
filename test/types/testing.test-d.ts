// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type { TykRaw } from "../../src/index.ts";
import type { FaultMatch, GatewayFault, GatewayOptions } from "../../src/testing/index.ts";
import type { Check, Same } from "../support/util/types.ts";

type Fields = Exclude<FaultMatch, (...args: never) => unknown>;

export type TheNames = [
  Check<Same<NonNullable<Fields["operation"]>, keyof TykRaw>>,
  Check<
    Same<
      Extract<GatewayFault, string>,
      "drop" | "applied-then-drop" | "cut-json" | "empty" | "html"
    >
  >,
];

export const matches: readonly FaultMatch[] = [
  { operation: "createOAuthClient", method: "post", path: /create$/ },
  // @ts-expect-error -- a misspelt operation
  { operation: "createClient" },
  // @ts-expect-error -- a misspelt method
  { method: "PSOT" },
  // @ts-expect-error -- a misspelt field
  { operatoin: "createOAuthClient" },
];

export const faults: readonly GatewayFault[] = [
  "drop",
  { status: 500 },
  { storage: "down", tookMs: 0 },
  // @ts-expect-error -- a misspelt fault
  "dorp",
  // @ts-expect-error -- a misspelt field
  { statusCode: 500 },
  // @ts-expect-error -- a misspelt field
  { storage: "down", took: 0 },
];

export const options: readonly GatewayOptions[] = [
  // @ts-expect-error -- a misspelt option
  { hashkeys: true },
  // @ts-expect-error -- a misspelt field of an API
  { apis: [{ api_id: "a", listenPath: "/a/" }] },
  // @ts-expect-error -- a misspelt field of a policy
  { policies: { gold: { access_rights: ["a"], inactive: true } } },
];
