import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientPatch } from "../../types/client-documents.ts";
import { copyPlain } from "../../util/copy-plain.ts";
import { thrownName } from "../../util/fail.ts";
import { ignoreRejection, isPromiseLike } from "../../util/promise-like.ts";
import { isRecord } from "../../util/json.ts";
import { withoutPrototype } from "../../util/bare-object.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { checkPatch, mergePatch } from "./bodies.ts";
import { changeArgNames, changeCopies, checkChangeArgs, requireSerializable } from "./change.ts";
import type { ChangeArgs } from "./change.ts";
import { checkTarget, toTargetResult, readCopies } from "./copies.ts";
import type { ClientCopy, OfTarget } from "./copies.ts";

/** The arguments of `clients.update`. */
export type UpdateArgs = ChangeArgs;

/** A patch, or a function that returns a patch for the current client. The function is called once for each copy. */
export type PatchInput = ClientPatch | ((current: OAuthClient) => ClientPatch);

/** Changes the fields that a patch names on each copy, and leaves the other fields. */
export async function updateClient<Target extends ClientTarget>(
  context: MethodContext,
  target: Target,
  patch: PatchInput,
  passedArgs: UpdateArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  checkTarget(context, target);
  const args = context.check.args(passedArgs, changeArgNames);
  checkChangeArgs(context, args);
  if (typeof patch !== "function") checkPatch(context, patch, args.lint);
  context.startWriting();
  const copies = await readCopies(context, target);
  // All patches are computed and checked before the first write.
  const changes = copies.map((copy) => {
    const ownPatch = typeof patch === "function" ? callPatch(context, patch, copy.client) : patch;
    if (typeof patch === "function") checkPatch(context, ownPatch, args.lint);
    // Without new metadata the stored metadata is written back.
    if (ownPatch.meta_data === undefined) requireSerializable(context, copy.client);
    return { ...copy, body: mergePatch(copy.client, ownPatch) };
  });
  return toTargetResult(target, await changeCopies(context, target.clientId, changes, args));
}

/** Calls the caller's function with a copy of the client, so the function cannot change the original. */
function callPatch(
  context: MethodContext,
  patch: (current: OAuthClient) => ClientPatch,
  client: OAuthClient,
): ClientPatch {
  let result: unknown;
  try {
    result = patch(copyPlain(client, () => ({})));
  } catch (error) {
    return context.check.fail("patch", `function failed (${thrownName(error)})`);
  }
  if (isPromiseLike(result)) {
    ignoreRejection(result);
    context.check.fail(
      "patch",
      "function must return the patch, not a promise: a wait makes a conflict with another writer more likely",
    );
  }
  return (isRecord(result) ? withoutPrototype(result) : result) as ClientPatch;
}
