import type { CutOffReport, CutOffResult, TykPromise } from "@tyk-oauth/sdk";
import { clientIdArg } from "../clients/target.ts";
import { newSecretOptions, NewSecret } from "../clients/new-secret.ts";
import type { CommandContext } from "../command-context.ts";
import { createEvidence, evidenceOption } from "../evidence.ts";
import type { ExitName } from "../exit-codes.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { endingOptions, readEndingArgs } from "../tokens/ending-options.ts";
import { isGone, nextSteps, writeTokensReport } from "../tokens/write-report.ts";
import { finishWrite } from "../write-call.ts";
import type { Written } from "../write-call.ts";

/** Replaces a leaked secret on every API, and ends all tokens of the client. */
export const cutOff: CommandSpec = {
  name: "cut-off",
  summary: "cut off a client whose secret has leaked",
  details: [
    "Sets a new secret on every API, ends all tokens, waits for the gateway's session cache, and checks everything again. It can run again at any time.",
    "The report is the evidence. It has no secret, no token and no hash. If something is not proved, the exit code is 3, and the next steps are shown.",
  ],
  args: [clientIdArg],
  options: [...newSecretOptions, evidenceOption, ...endingOptions],
  examples: [
    {
      text: "Cut off a client, and keep the evidence",
      command: "tyk-oauth cut-off shop-web --secret-out shop-web.secret --evidence evidence.json",
    },
    { text: "In a script, without a question", command: "tyk-oauth cut-off shop-web --yes --json" },
    { text: "See what would happen", command: "tyk-oauth cut-off shop-web --dry-run" },
  ],
  json: "{ proved, report, nextSteps: [text], secrets?: [{ apiId, secret }], dryRun?, planned? }; report is a CutOffReport of the SDK",
  exits: { unproved: "a secret is not replaced, or a token is not proved to be gone" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const clientId = input.arg("CLIENT_ID");
    const evidence = createEvidence(context);
    const newSecret = new NewSecret(context);
    const run = async (): Promise<ExitName> => {
      const { tyk, longCall } = await context.connect();
      await context.confirm({
        effects: [
          `the secret of ${clientId} stops working at once on every API, and is replaced by a new one`,
          "all its tokens end, and all its users must log in again",
        ],
        question: `Type the client id to cut it off`,
        typed: clientId,
      });
      const args = { ...readEndingArgs(input), ...newSecret.args, ifUnproved: "report" as const };
      const call = tyk.clients.cutOff({ clientId }, args, longCall);
      const { data, plan } = await finishOrReport(context, call);
      const { report, copies } = data;
      const needsChosen = newSecret.args.stage !== undefined || newSecret.chosen !== undefined;
      const proved = !context.isDryRun && isProved(report, needsChosen);
      const steps = context.isDryRun ? [] : findNextSteps(report, needsChosen);
      evidence.save({ proved, report, nextSteps: steps });
      const secrets = newSecret.isPrinted
        ? copies.map(({ apiId, client }) => ({ apiId, secret: client.secret }))
        : undefined;
      const document = {
        proved,
        report,
        nextSteps: steps,
        ...(secrets === undefined ? {} : { secrets }),
      };
      context.output.result({ ...document, ...plan }, () => {
        writeCutOff(context, report, secrets);
        writeVerdict(context, proved, steps);
        newSecret.note(clientId, copies[0]?.apiId);
      });
      return proved || context.isDryRun ? "done" : "unproved";
    };
    return newSecret.store(run).finally(() => {
      evidence.discard();
    });

    /** A run that ended early has a report too: it is shown and kept before the error. */
    async function finishOrReport(
      { output }: CommandContext,
      call: TykPromise<CutOffResult>,
    ): Promise<Written<CutOffResult>> {
      try {
        return await finishWrite(context, call);
      } catch (error) {
        const { report } = error as { report?: { kind?: string } };
        if (report?.kind === "cut-off") {
          const unfinished = report as CutOffReport;
          evidence.save({ proved: false, report: unfinished, nextSteps: [again(clientId)] });
          if (!output.mode.json) writeCutOff(context, unfinished, undefined);
          output.note(`Not finished. Next: ${again(clientId)}`);
        }
        throw error;
      }
    }
  },
};

function again(clientId: string): string {
  return `run tyk-oauth cut-off ${clientId} again`;
}

/** Whether the client is cut off. If a secret was chosen or written to a file, one that the gateway made is not enough. */
function isProved({ apis, secrets }: CutOffReport, needsChosen: boolean): boolean {
  const isReplaced = ({ secret }: CutOffReport["secrets"][number]): boolean =>
    secret === "replaced" || (secret === "replaced-by-gateway" && !needsChosen);
  return apis.every(isGone) && secrets.every(isReplaced);
}

function findNextSteps(report: CutOffReport, needsChosen: boolean): string[] {
  const { clientId, secrets } = report;
  const steps: string[] = [];
  for (const { apiId, secret } of secrets) {
    if (secret === "unchanged" || secret === "unknown")
      steps.push(`the leaked secret may still work on ${apiId}: ${again(clientId)}`);
    if (secret === "replaced-by-gateway" && needsChosen)
      steps.push(
        `the gateway made another secret on ${apiId}: tyk-oauth clients get ${clientId} --api ${apiId} --reveal-secrets`,
      );
  }
  return [...steps, ...nextSteps(report, clientId, `tyk-oauth cut-off ${clientId}`)];
}

function writeCutOff(
  { output }: CommandContext,
  report: CutOffReport,
  printed: readonly { readonly apiId: string; readonly secret?: string | undefined }[] | undefined,
): void {
  const states = report.secrets.map(({ apiId, secret, code }): [string, string] => [
    apiId,
    code === undefined ? secret : `${secret} (${code})`,
  ]);
  const secrets = printed?.map(({ apiId, secret = "" }): [string, string] => [apiId, secret]);
  writeTokensReport(
    output,
    report,
    { head: "SECRET", byApi: new Map(states) },
    ...(secrets === undefined ? [] : [{ head: "NEW SECRET", byApi: new Map(secrets) }]),
  );
}

function writeVerdict(
  { output, isDryRun }: CommandContext,
  proved: boolean,
  steps: readonly string[],
): void {
  if (isDryRun) return;
  const { green, yellow, bold } = output.noteColors;
  if (proved) {
    output.note(green(bold("CUT OFF, and proved.")));
    return;
  }
  output.problem(yellow(bold("NOT PROVED. Next steps:")));
  for (const step of steps) output.problem(`- ${step}`);
}
