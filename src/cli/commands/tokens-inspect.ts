import type { CommandSpec } from "../spec/command-spec.ts";
import { codeArg, readToken, tokenOptions } from "../tokens/token-target.ts";
import { formatExpiry } from "../tokens/token-view.ts";

/** Reads a token's session, and whether the token opens an API. */
export const tokensInspect: CommandSpec = {
  name: "tokens inspect",
  summary: "show whether a token opens an API, and what is in its session",
  args: [codeArg],
  options: [{ flags: "--api <id>", description: "the API (required)" }, ...tokenOptions],
  examples: [
    {
      text: "Inspect a listed token",
      command: "tyk-oauth tokens inspect 5f2a90c1 --api orders",
    },
    {
      text: "Inspect a token that you have",
      command: "tyk-oauth tokens inspect --api orders --token-file token.txt",
    },
  ],
  json: "{ apiId, life, clientId?, orgId?, expires?, policies?, apiIds?, metaData? }; a TokenInspection of the SDK",
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const apiId = input.required("--api");
    const token = await readToken(context);
    const { tyk, call } = await context.connect();
    const found = await tyk.tokens.inspect({ apiId, ...token }, call);
    output.result({ apiId, ...found }, () => {
      const { metaData } = found;
      output.record([
        ["state", found.life],
        ["client", found.clientId],
        ["expires", formatExpiry(found.expires)],
        ["policies", found.policies?.join(", ")],
        ["apis", found.apiIds?.join(", ")],
        ["metadata", metaData === undefined ? "" : JSON.stringify(metaData)],
      ]);
    });
    return "done";
  },
};
