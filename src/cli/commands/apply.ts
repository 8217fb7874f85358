import type { ApplyPlanOptions, ApplyReport, Plan } from "@tyk-oauth/sdk/manifest";
import type { CommandContext, Connection } from "../command-context.ts";
import { createEvidence, evidenceOption } from "../evidence.ts";
import { countGenerated, formatPlan, hasChanges } from "../manifest/format-plan.ts";
import { environmentOption, filesArg, pruneOption } from "../manifest/read-manifest.ts";
import { readPlanSource } from "../manifest/read-plan.ts";
import type { PlanSource } from "../manifest/read-plan.ts";
import { SecretFolder } from "../manifest/secret-folder.ts";
import { exitOfReport, writeApplyReport } from "../manifest/write-apply-report.ts";
import { formatCount } from "../output/format-duration.ts";
import { ProgressLine } from "../output/progress.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import type { ParsedInput } from "../spec/parsed-input.ts";
import { endingOptions, readEndingArgs } from "../tokens/ending-options.ts";

/** Applies a manifest, or a saved plan. */
export const apply: CommandSpec = {
  name: "apply",
  summary: "make the gateway have what manifest files, or a saved plan, say",
  details: [
    "It plans, shows the plan, asks, and executes exactly that plan. A client that has changed since is left alone. A failure of one client does not stop the others: run it again, and only the rest is planned.",
    "A new client without a secret of its own gets a generated one. --secret-out writes it to a file before the gateway gets it. Without --secret-out only the gateway has it: clients get --reveal-secrets shows it.",
    "Ctrl-C ends it with the report of what is done.",
  ],
  args: [{ ...filesArg, isOptional: true }],
  options: [
    environmentOption,
    pruneOption,
    { flags: "--plan <file>", description: "execute this plan of plan --out, without files" },
    {
      flags: "--max-deletes <count>",
      description: "refuse a plan that deletes more clients (default: 10)",
    },
    {
      flags: "--secret-out <folder>",
      description: "write each generated secret to a file that only you can read",
    },
    { flags: "--concurrency <count>", description: "clients to change at once (default: 4)" },
    { flags: "--max-per-second <count>", description: "clients to start in a second" },
    {
      flags: "--if-unproved <what>",
      description: "what happens if a token is not proved to be gone (default: stop)",
      choices: ["stop", "go-on"],
    },
    evidenceOption,
    ...endingOptions,
  ],
  examples: [
    { text: "Plan, ask and apply", command: "tyk-oauth apply clients.yaml --secret-out secrets" },
    { text: "Apply a plan that was reviewed", command: "tyk-oauth apply --plan plan.json --yes" },
  ],
  json: "{ inSync, complete, plan, report?, dryRun? }; plan and report are a Plan and an ApplyReport of the SDK",
  exits: { unproved: "partly done, or not proved: run it again" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const { output, isDryRun, host } = context;
    const options = readOptions(input);
    const source = await readPlanSource(context);
    const connection = await context.connect();
    const folder = input.text("--secret-out");
    const secretFolder = folder === undefined || isDryRun ? undefined : new SecretFolder(folder);
    const evidence = createEvidence(context);
    try {
      const plan = await source.create(connection);
      const run = createRun(connection, plan, source, options);
      // With a signal that is aborted, everything is checked, and no client is started.
      await run({ signal: AbortSignal.abort() });
      const isChanging = hasChanges(plan);
      if (isDryRun || !isChanging) {
        const dryRun = isDryRun ? { dryRun: true } : {};
        output.result({ inSync: !isChanging, complete: true, plan, ...dryRun }, () => {
          for (const line of formatPlan(plan, output.colors)) output.sentence(line);
          if (isDryRun) output.note("Dry run: nothing was changed.");
        });
        return "done";
      }
      await confirmPlan(context, plan, secretFolder !== undefined);
      const progress = new ProgressLine(host, output);
      const report = await run({
        signal: connection.call.signal,
        stage: secretFolder?.stage,
        onProgress: ({ done, total }) => {
          progress.update({ phase: "apply", done, total });
        },
      });
      secretFolder?.settle(report, output);
      evidence.save({ plan, report });
      const { complete } = report;
      output.result({ inSync: complete, complete, plan, report }, () => {
        writeApplyReport(output, report, connection.call.signal);
      });
      return exitOfReport(report, host.signal);
    } finally {
      evidence.discard();
    }
  },
};

function readOptions(input: ParsedInput): ApplyPlanOptions {
  return {
    ...readEndingArgs(input),
    maxDeletes: input.integer("--max-deletes", 0, 1_000_000),
    concurrency: input.integer("--concurrency", 1, 64),
    maxClientsPerSecond: input.integer("--max-per-second", 1, 10_000),
    ifUnproved: input.text("--if-unproved") as ApplyPlanOptions["ifUnproved"],
  };
}

function createRun(
  { tyk }: Connection,
  plan: Plan,
  { locate, secrets }: PlanSource,
  options: ApplyPlanOptions,
): (more: ApplyPlanOptions) => Promise<ApplyReport> {
  return async (more) => {
    const { applyPlan } = await import("@tyk-oauth/sdk/manifest");
    const all = { ...options, ...more, secrets: secrets.resolve };
    return locate(() => applyPlan(tyk, plan, all));
  };
}

/** Shows the plan, and asks. With `--yes` the plan is a note in the log. */
async function confirmPlan(
  context: CommandContext,
  plan: Plan,
  hasSecretFolder: boolean,
): Promise<void> {
  const { output, input } = context;
  const isConfirmed = input.flag("--yes");
  for (const line of formatPlan(plan, output.noteColors))
    if (isConfirmed) output.note(line);
    else output.problem(line);
  const generated = countGenerated(plan);
  if (generated > 0 && !hasSecretFolder)
    output.warn(
      `only the gateway will have the generated secrets of ${formatCount(generated, "client")}: --secret-out writes them to files too`,
    );
  await context.confirm({ effects: [], question: "Apply this plan?" });
}
