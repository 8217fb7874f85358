import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientPatch, ClientReplacement } from "../../types/client-documents.ts";
import { copyPlain } from "../../util/copy-plain.ts";
import { isPromiseLike } from "../../util/promise-like.ts";
import { isRecord } from "../../util/json.ts";
import { withoutPrototype } from "../../util/bare-object.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { checkPatch, checkReplacement, mergePatch } from "./bodies.ts";
import { changeCopies, checkChangeArgs, requireSerializable } from "./change.ts";
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
  const args = context.check.args(passedArgs, parameters["clients.update"].args);
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
  const result = context.check.call("patch", () => patch(copyPlain(client, () => ({}))));
  if (isPromiseLike(result))
    context.check.fail(
      "patch",
      "function must return the patch, not a promise: a wait makes a conflict with another writer more likely",
    );
  return (isRecord(result) ? withoutPrototype(result) : result) as ClientPatch;
}

/** The arguments of `clients.replace`. */
export interface ReplaceArgs extends ChangeArgs {
  /**
   * Allows a body without a redirect URI. The client then gets no token.
   * @defaultValue false
   */
  readonly blankRedirectUri?: boolean | undefined;
}

/** Replaces each copy of a client by the body; only id and secret stay. */
export async function replaceClient<Target extends ClientTarget>(
  context: MethodContext,
  target: Target,
  body: ClientReplacement,
  passedArgs: ReplaceArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  checkTarget(context, target);
  const args = context.check.args(passedArgs, parameters["clients.replace"].args);
  checkChangeArgs(context, args);
  context.check.flag(args.blankRedirectUri, "blankRedirectUri");
  checkReplacement(context, body, args.lint, args.blankRedirectUri === true);
  context.startWriting();
  const copies = await readCopies(context, target);
  const changes = copies.map((copy) => ({ ...copy, body }));
  return toTargetResult(target, await changeCopies(context, target.clientId, changes, args));
}
