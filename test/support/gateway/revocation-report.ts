import type { ApiTokens, RevokeAllArgs, TokensReport } from "../../../src/index.ts";
import { onOrders } from "./test-bed.ts";
import type { TestBed } from "./test-bed.ts";

/** Revokes the client's tokens on `orders`, and returns the report on each API, also if the revocation is not proved. */
export async function revokeAndReport(
  bed: TestBed,
  args: RevokeAllArgs = {},
): Promise<readonly ApiTokens[]> {
  const all = { ...args, ifUnproved: "report" } as const;
  return (await bed.tyk.tokens.revokeAll(onOrders, all)).apis;
}

/** Returns the report of a failed revocation. */
export function reportIn(error: unknown): TokensReport {
  return (error as { report: TokensReport }).report;
}
