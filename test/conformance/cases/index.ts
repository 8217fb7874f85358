import type { Case } from "../world.ts";
import { authorizeCases } from "./authorize.ts";
import { clientCases } from "./clients.ts";
import { gatewayCases } from "./gateway.ts";
import { tokenCases } from "./tokens.ts";

/** Everything that the SDK promises of the gateway's OAuth API. */
export const cases: readonly Case[] = [
  ...clientCases,
  ...tokenCases,
  ...authorizeCases,
  ...gatewayCases,
];
