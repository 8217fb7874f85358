import type { TokensReport } from "@tyk-oauth/sdk";
import { clientIdArg, describeApis, readTarget, targetOptions } from "../clients/target.ts";
import { createEvidence, evidenceOption } from "../evidence.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { endingOptions, readEndingArgs } from "../tokens/ending-options.ts";
import { isGone, nextSteps, writeTokensReport } from "../tokens/write-report.ts";
import { finishWrite } from "../write-call.ts";

/** Ends all tokens of a client. */
export const tokensRevokeAll: CommandSpec = {
  name: "tokens revoke-all",
  summary: "end all tokens of a client, and prove it",
  details: [
    "The client's secret stays, so the client gets new tokens. If the secret has leaked, use cut-off.",
  ],
  args: [clientIdArg],
  options: [...targetOptions, evidenceOption, ...endingOptions],
  examples: [
    {
      text: "End the tokens on every API, and keep the evidence",
      command: "tyk-oauth tokens revoke-all shop-web --all-apis --evidence evidence.json",
    },
  ],
  json: "{ proved, report, nextSteps: [text], dryRun?, planned? }; report is a TokensReport of the SDK",
  exits: { unproved: "a token is not proved to be gone" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const { output, isDryRun } = context;
    const target = readTarget(input);
    const { clientId } = target;
    const again = `tyk-oauth tokens revoke-all ${clientId}`;
    const evidence = createEvidence(context);
    try {
      const { tyk, longCall } = await context.connect();
      await context.confirm({
        effects: [
          `all tokens of ${clientId} on ${describeApis(target)} end, and their users must log in again`,
        ],
        question: "End the tokens?",
      });
      const args = { ...readEndingArgs(input), ifUnproved: "report" as const };
      const call = tyk.tokens.revokeAll(target, args, longCall);
      const { data: report, plan } = await finishWrite(context, call).catch((error: unknown) => {
        const { report: partial } = error as { report?: TokensReport };
        if (partial?.kind === "tokens") {
          evidence.save({ proved: false, report: partial, nextSteps: [`run ${again} again`] });
          if (!output.mode.json) writeTokensReport(output, partial);
        }
        throw error;
      });
      const proved = !isDryRun && report.apis.every(isGone);
      const steps = isDryRun || proved ? [] : nextSteps(report, clientId, again);
      evidence.save({ proved, report, nextSteps: steps });
      output.result({ proved, report, nextSteps: steps, ...plan }, () => {
        writeTokensReport(output, report);
        for (const step of steps) output.problem(`- ${step}`);
      });
      return proved || isDryRun ? "done" : "unproved";
    } finally {
      evidence.discard();
    }
  },
};
