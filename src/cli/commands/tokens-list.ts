import { revealOption } from "../clients/client-view.ts";
import { clientIdArg } from "../clients/target.ts";
import { formatCount } from "../output/format-duration.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { formatExpiry, hiddenCode, readCodeView } from "../tokens/token-view.ts";

/** Lists a client's access tokens on one API. */
export const tokensList: CommandSpec = {
  name: "tokens list",
  summary: "list a client's access tokens on one API",
  details: [
    "A token can be alive without being on the list. If the gateway does not hash keys, a listed code is the token itself: it is hidden unless --reveal-secrets is set.",
  ],
  args: [clientIdArg],
  options: [{ flags: "--api <id>", description: "the API of the client (required)" }, revealOption],
  examples: [
    { text: "List the tokens of a client", command: "tyk-oauth tokens list shop-web --api orders" },
  ],
  json: "{ apiId, clientId, tokens: [{ code?, expires }] }; expires is Unix time in seconds",
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const clientId = input.arg("CLIENT_ID");
    const apiId = input.required("--api");
    const { tyk, call } = await context.connect();
    const listed = await tyk.tokens.list({ apiId, clientId }, call);
    const view =
      listed.length === 0 ? String : await readCodeView(tyk, call, input.flag("--reveal-secrets"));
    const tokens = listed.map(({ code, expires }) => {
      const shown = view(code);
      return { ...(shown === hiddenCode ? {} : { code: shown }), expires };
    });
    output.result({ apiId, clientId, tokens }, () => {
      if (tokens.length > 0)
        output.table({
          heads: ["CODE", "EXPIRES"],
          rows: tokens.map(({ code = hiddenCode, expires }) => [code, formatExpiry(expires)]),
        });
      output.note(formatCount(tokens.length, "token"));
    });
    return "done";
  },
};
