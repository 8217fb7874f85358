import type { RevokeTarget } from "@tyk-oauth/sdk";
import type { CommandContext } from "../command-context.ts";
import { readSecretFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { codeArg, readToken, tokenOptions } from "../tokens/token-target.ts";
import { readCodeView } from "../tokens/token-view.ts";
import { finishWrite } from "../write-call.ts";

/** Revokes one token. */
export const tokensRevoke: CommandSpec = {
  name: "tokens revoke",
  summary: "revoke one token",
  details: [
    "Name the token by its CODE and --api, by itself and --client, or name a refresh token by --refresh-token-file and --api. The other half of its grant stays valid: revoke both.",
  ],
  args: [codeArg],
  options: [
    { flags: "--api <id>", description: "the API of a listed token or a refresh token" },
    { flags: "--client <id>", description: "the client of a token that is named by itself" },
    ...tokenOptions,
    {
      flags: "--refresh-token-file <file>",
      description: "read a refresh token from a file",
    },
  ],
  examples: [
    {
      text: "Revoke a listed token",
      command: "tyk-oauth tokens revoke 5f2a90c1 --api orders",
    },
    {
      text: "Revoke a token that you have",
      command: "tyk-oauth tokens revoke --client shop-web --token-file token.txt",
    },
  ],
  json: "{ state, reason?, dropped: [{ apiId, listedCode? }], unreached: [text], writtenBack, dryRun?, planned? }; a TokenRevocation of the SDK",
  exits: { unproved: "nothing shows that the token is gone" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context) => {
    const { output } = context;
    const target = await readRevokeTarget(context);
    const { tyk, call, longCall } = await context.connect();
    await context.confirm({
      effects: ["the token is revoked; whoever uses it must log in again"],
      question: "Revoke the token?",
    });
    const { data, plan } = await finishWrite(context, tyk.tokens.revoke(target, longCall));
    const view = data.dropped.length === 0 ? String : await readCodeView(tyk, call, false);
    const dropped = data.dropped.map(({ apiId, listedCode }) => ({
      apiId,
      listedCode: view(listedCode),
    }));
    output.result({ ...data, dropped, ...plan }, () => {
      output.record([
        ["state", data.state],
        ["reason", data.reason],
        ["not ended", data.unreached.join(", ")],
        ["came back", data.writtenBack],
      ]);
      for (const { apiId, listedCode } of dropped)
        output.warn(`the token ${listedCode} on ${apiId} left the list, and is still alive`);
    });
    const isGone = data.state === "refused-at-api" || data.state === "gone-from-storage";
    return isGone || context.isDryRun ? "done" : "unproved";
  },
};

async function readRevokeTarget(context: CommandContext): Promise<RevokeTarget> {
  const { input } = context;
  const refreshFile = input.text("--refresh-token-file");
  if (refreshFile !== undefined) {
    for (const other of ["--token-file", "--token-stdin", "--client"])
      input.exclude("--refresh-token-file", other);
    if (input.optionalArg("CODE") !== undefined)
      throw new UsageError("CODE and --refresh-token-file exclude each other: use one");
    const refreshToken = readSecretFile(refreshFile, "--refresh-token-file");
    return { apiId: input.required("--api"), refreshToken };
  }
  const token = await readToken(context);
  if ("token" in token) return { clientId: input.required("--client"), token: token.token };
  return { apiId: input.required("--api"), listedCode: token.listedCode };
}
