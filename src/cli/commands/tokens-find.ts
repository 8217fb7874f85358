import { revealOption } from "../clients/client-view.ts";
import { UsageError } from "../errors/command-error.ts";
import { formatCount } from "../output/format-duration.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { formatExpiry, hiddenCode, readCodeView } from "../tokens/token-view.ts";

/** Finds the tokens of an API by what is in their sessions. */
export const tokensFind: CommandSpec = {
  name: "tokens find",
  summary: "find the tokens of an API by what is in their sessions",
  details: [
    "Reads every key of the gateway, one request for each. If the gateway does not list its keys, only the listed tokens are read, and the exit code is 3.",
  ],
  options: [
    { flags: "--api <id>", description: "the API (required)" },
    { flags: "--where <json>", description: "the session must have all these values (required)" },
    revealOption,
  ],
  examples: [
    {
      text: "Find the tokens of a user",
      command: `tyk-oauth tokens find --api orders --where '{"meta_data":{"user":"u1"}}'`,
    },
    {
      text: "Find the tokens of a client",
      command: `tyk-oauth tokens find --api orders --where '{"oauth_client_id":"shop-web"}'`,
    },
  ],
  json: "{ apiId, complete, reason?, tokens: [{ listedCode?, clientId?, orgId, expires, policies, apiIds?, metaData? }] }",
  exits: { unproved: "there may be more tokens" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const apiId = input.required("--api");
    const where = input.jsonObject("--where");
    if (where === undefined) throw new UsageError("--where is missing");
    const { tyk, call, longCall } = await context.connect();
    const found = await tyk.tokens.find({ apiId, where }, longCall);
    const view =
      found.tokens.length === 0
        ? String
        : await readCodeView(tyk, call, input.flag("--reveal-secrets"));
    const tokens = found.tokens.map(({ listedCode, ...rest }) => {
      const shown = view(listedCode);
      return { ...(shown === hiddenCode ? {} : { listedCode: shown }), ...rest };
    });
    output.result({ apiId, ...found, tokens }, () => {
      if (tokens.length > 0)
        output.table({
          heads: ["CODE", "CLIENT", "EXPIRES", "POLICIES"],
          rows: tokens.map(({ listedCode = hiddenCode, clientId, expires, policies }) => [
            listedCode,
            clientId,
            formatExpiry(expires),
            policies?.join(", "),
          ]),
        });
      output.note(formatCount(tokens.length, "token"));
      if (!found.complete) output.warn(`there may be more: ${found.reason ?? "unknown"}`);
    });
    return found.complete ? "done" : "unproved";
  },
};
