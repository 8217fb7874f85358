import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientPatch } from "../../types/client-documents.ts";
import { copyPlain } from "../../util/copy-plain.ts";
import { thrownName } from "../../util/fail.ts";
import { isRecord } from "../../util/json.ts";
import { withoutPrototype } from "../../util/bare-object.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { checkPatch, mergePatch } from "./bodies.ts";
import { changeArgNames, changeClients, checkChangeArgs, requireSerializable } from "./change.ts";
import type { ChangeArgs } from "./change.ts";
import { checkTarget, toTargetResult, readCopies } from "./copies.ts";
import type { ClientCopy, OfTarget } from "./copies.ts";

/** What `clients.update` can be told. */
export type UpdateArgs = ChangeArgs;

/** A patch, or a function that makes it of the client as it is. */
export type PatchInput = ClientPatch | ((current: OAuthClient) => ClientPatch);

/** Changes what a patch names on each copy and leaves the rest. */
export async function updateClient<Target extends ClientTarget>(
  context: MethodContext,
  target: Target,
  patch: PatchInput,
  passed: UpdateArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  checkTarget(context, target);
  const args = context.check.args(passed, changeArgNames);
  checkChangeArgs(context, args);
  if (typeof patch !== "function") checkPatch(context, patch, args.lint);
  context.assertWritable();
  const copies = await readCopies(context, target);
  // All patches are made and checked before the first is written.
  const changes = copies.map((copy) => {
    const made = typeof patch === "function" ? callPatch(context, patch, copy.client) : patch;
    if (typeof patch === "function") checkPatch(context, made, args.lint);
    if (made.meta_data === undefined) requireSerializable(context, copy.client);
    return { ...copy, body: mergePatch(copy.client, made) };
  });
  return toTargetResult(target, await changeClients(context, target.clientId, changes, args));
}

/** Calls the user's function with a copy, so that what it does to it changes nothing here. */
function callPatch(
  context: MethodContext,
  patch: (current: OAuthClient) => ClientPatch,
  client: OAuthClient,
): ClientPatch {
  let made: unknown;
  try {
    made = patch(copyPlain(client, () => ({})));
  } catch (error) {
    return context.check.fail("patch", `function failed (${thrownName(error)})`);
  }
  if (made instanceof Promise) {
    made.catch(() => undefined);
    context.check.fail(
      "patch",
      "function must give the patch at once: the longer the client is away, the more likely somebody else writes it",
    );
  }
  return (isRecord(made) ? withoutPrototype(made) : made) as ClientPatch;
}
