// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import { isTykError } from "../../src/index.ts";
import type * as sdk from "../../src/index.ts";
import type { Check, Same } from "../support/util/types.ts";

type Of<Kind extends sdk.TykReport["kind"]> = Extract<sdk.TykReport, { readonly kind: Kind }>;

export type TheReports = [
  Check<Same<Of<"tokens">, sdk.RevocationReport>>,
  Check<Same<Of<"cut-off">, sdk.CutOffReport>>,
  Check<Same<Of<"copies">, sdk.CopiesReport>>,
  Check<Same<Of<"rotation">, sdk.RotationReport>>,
  Check<Same<Of<"broken-index">, sdk.BrokenIndexReport>>,
  Check<Same<Of<"index-repair">, sdk.IndexReport>>,
  Check<Same<Of<"client-lookup">, sdk.ClientLookupReport>>,
  Check<Same<Of<"absence">, sdk.AbsenceReport>>,
  Check<Same<Of<"listed-token">, sdk.ListedTokenReport>>,
  Check<Same<Of<"search">, sdk.SearchReport>>,
  Check<Same<Of<"to-array">, sdk.ToArrayReport>>,
];

/** The report of an incomplete method needs no cast. Every kind is a case; with one of them missing this does not compile. */
export function tell(error: unknown): string {
  if (!isTykError(error)) return "";
  if (error.code !== "incomplete") {
    // The report of a method that was interrupted.
    return error.report?.kind === "cut-off" ? (error.report.secrets[0]?.secret ?? "") : "";
  }
  const { report } = error;
  switch (report.kind) {
    case "tokens":
      return report.apis.map(({ state }) => state).join();
    case "user-tokens":
      return report.clients.map(({ clientId }) => clientId).join();
    case "cut-off":
      return report.secrets.map(({ secret }) => secret).join();
    case "copies":
      return report.apis.map(({ done }) => String(done)).join();
    case "rotation":
      return report.failed;
    case "broken-index":
      return report.brokenApis.join();
    case "index-repair":
      return report.removed.join();
    case "client-lookup":
      return report.clientId;
    case "absence":
    case "listed-token":
      return report.reason;
    case "search":
      return String(report.found);
    case "to-array":
      return String(report.limit);
  }
}

/** A report of a client's tokens is accepted where the function expects one, whichever method made it. */
export function states({ apis }: sdk.TokensReport): string[] {
  return apis.map(({ state }) => state);
}
export const ofCutOff = (report: sdk.CutOffReport): string[] => states(report);
