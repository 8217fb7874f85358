import { clientIdArg, describeApis, readTarget, targetOptions } from "../clients/target.ts";
import { newSecretOptions, NewSecret } from "../clients/new-secret.ts";
import type { ExitName } from "../exit-codes.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { finishWrite } from "../write-call.ts";

/** Gives a client a new secret. */
export const clientsRotate: CommandSpec = {
  name: "clients rotate",
  summary: "give a client a new secret; the old one stops at once",
  details: [
    "Tokens continue to work. If a step fails, the old secret is put back. If the old secret has leaked, use cut-off.",
    "With --secret-out the file has the new secret before the gateway gets it.",
  ],
  args: [clientIdArg],
  options: [...targetOptions, ...newSecretOptions],
  examples: [
    {
      text: "Rotate on every API, and write the secret to a file",
      command: "tyk-oauth clients rotate shop-web --all-apis --secret-out shop-web.secret",
    },
  ],
  json: "{ clientId, apis: [apiId], secret?, dryRun?, planned? }",
  exits: { unproved: "rotated on some APIs only, or nothing shows which secret an API has" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const { output } = context;
    const target = readTarget(input);
    const newSecret = new NewSecret(context);
    return newSecret.store<ExitName>(async () => {
      const { tyk, longCall } = await context.connect();
      await context.confirm({
        effects: [
          `the secret of ${target.clientId} on ${describeApis(target)} stops working at once`,
        ],
        question: "Set a new secret?",
      });
      const call = tyk.clients.rotateSecret(target, newSecret.args, longCall);
      const { data, plan } = await finishWrite(context, call);
      const apis = data.map(({ apiId }) => apiId);
      const [secret] = data.map(({ client }) => client.secret);
      const shown = newSecret.isPrinted && secret !== undefined ? { secret } : {};
      output.result({ clientId: target.clientId, apis, ...shown, ...plan }, () => {
        output.record([
          ["client", target.clientId],
          ["apis", apis.join(", ")],
          ["secret", shown.secret],
        ]);
        newSecret.note(target.clientId, apis[0]);
      });
      return "done";
    });
  },
};
