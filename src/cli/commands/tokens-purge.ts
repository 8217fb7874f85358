import type { CommandSpec } from "../spec/command-spec.ts";
import { finishWrite } from "../write-call.ts";

/** Removes expired tokens from all lists. */
export const tokensPurge: CommandSpec = {
  name: "tokens purge",
  summary: "remove expired tokens from the lists of all clients",
  details: [
    "The gateway confirms a purge also if it does nothing, so the state is always unverified, and the exit code is 0 if the gateway confirmed it.",
  ],
  examples: [{ text: "Purge, in a script", command: "tyk-oauth tokens purge --yes" }],
  json: "{ state, reason, message, dryRun?, planned? }; a PurgeResult of the SDK",
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context) => {
    const { output } = context;
    const { tyk, longCall } = await context.connect();
    await context.confirm({
      effects: ["expired tokens disappear from the lists of all clients"],
      question: "Purge?",
    });
    const { data, plan } = await finishWrite(context, tyk.tokens.purgeLapsed(longCall));
    output.result({ ...data, ...plan }, () => {
      output.record([
        ["state", data.state],
        ["message", data.message],
      ]);
      output.note(data.reason);
    });
    return "done";
  },
};
