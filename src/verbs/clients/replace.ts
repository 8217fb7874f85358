import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientReplacement } from "../../types/client-documents.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { checkReplacement } from "./bodies.ts";
import { changeArgNames, changeCopies, checkChangeArgs } from "./change.ts";
import type { ChangeArgs } from "./change.ts";
import { checkTarget, toTargetResult, readCopies } from "./copies.ts";
import type { ClientCopy, OfTarget } from "./copies.ts";

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
  const args = context.check.args(passedArgs, [...changeArgNames, "blankRedirectUri"]);
  checkChangeArgs(context, args);
  context.check.flag(args.blankRedirectUri, "blankRedirectUri");
  checkReplacement(context, body, args.lint, args.blankRedirectUri === true);
  context.startWriting();
  const copies = await readCopies(context, target);
  const changes = copies.map((copy) => ({ ...copy, body }));
  return toTargetResult(target, await changeCopies(context, target.clientId, changes, args));
}
