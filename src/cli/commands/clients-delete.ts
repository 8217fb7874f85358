import { clientIdArg, describeApis, readTarget, targetOptions } from "../clients/target.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { endingOptions, readEndingArgs } from "../tokens/ending-options.ts";
import { writeTokensReport } from "../tokens/write-report.ts";
import { finishWrite } from "../write-call.ts";

/** Ends a client's tokens, and deletes the client. */
export const clientsDelete: CommandSpec = {
  name: "clients delete",
  summary: "end a client's tokens, and delete the client",
  details: [
    "If a token is not proved to be gone, the client is not deleted, unless --if-unproved go-on says so. Never create the same id again: old refresh tokens would work again.",
  ],
  args: [clientIdArg],
  options: [
    ...targetOptions,
    { flags: "--keep-tokens", description: "leave the tokens in storage" },
    {
      flags: "--if-unproved <what>",
      description: "what happens if a token is not proved to be gone (default: stop)",
      choices: ["stop", "go-on"],
    },
    ...endingOptions,
  ],
  examples: [
    {
      text: "Delete a client on every API",
      command: "tyk-oauth clients delete shop-web --all-apis",
    },
    {
      text: "See what would be sent",
      command: "tyk-oauth clients delete shop-web --all-apis --dry-run",
    },
  ],
  json: "{ clientId, apis: [{ apiId, existed }], advice, tokens?, dryRun?, planned? }",
  exits: {
    unproved: "not deleted, or deleted on some APIs only: a token is not proved to be gone",
  },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const { output } = context;
    const target = readTarget(input);
    const keepsTokens = input.flag("--keep-tokens");
    const { tyk, longCall } = await context.connect();
    await context.confirm({
      effects: [
        keepsTokens
          ? "its tokens stay: APIs without OAuth accept them until they expire"
          : "all its tokens end",
        `the client ${target.clientId} is deleted on ${describeApis(target)}`,
      ],
      question: "Delete the client?",
    });
    const args = {
      ...readEndingArgs(input),
      tokens: keepsTokens ? ("keep" as const) : undefined,
      ifUnproved: input.text("--if-unproved") as "stop" | "go-on" | undefined,
    };
    const { data, plan } = await finishWrite(context, tyk.clients.delete(target, args, longCall));
    output.result({ ...data, ...plan }, () => {
      const results = data.apis.map(({ apiId, existed }): [string, string] => [
        apiId,
        describeDeletion(existed, context.isDryRun),
      ]);
      writeTokensReport(output, data.tokens, { head: "CLIENT", byApi: new Map(results) });
      output.note(`Advice: ${data.advice}.`);
    });
    return "done";
  },
};

function describeDeletion(existed: boolean, isDryRun: boolean): string {
  if (!existed) return "did not exist";
  return isDryRun ? "would be deleted" : "deleted";
}
