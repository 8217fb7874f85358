import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientReplacement } from "../../types/client-documents.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import type { Verb } from "../verb.ts";
import { checkReplacement } from "./bodies.ts";
import { changeArgNames, changeClients, checkChangeArgs } from "./change.ts";
import type { ChangeArgs } from "./change.ts";
import { namesCopies, ofTarget, readCopies } from "./copies.ts";
import type { ClientCopy, OfTarget } from "./copies.ts";

/** What `clients.replace` can be told. */
export interface ReplaceArgs extends ChangeArgs {
  /**
   * Lets the body leave the redirect URI out, or empty: the client gets no token then.
   * @defaultValue false
   */
  readonly blankRedirectUri?: boolean | undefined;
}

/** Stores each copy of a client whole. */
export async function replaceClient<Target extends ClientTarget>(
  verb: Verb,
  target: Target,
  body: ClientReplacement,
  given: ReplaceArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  namesCopies(verb, target);
  const args = verb.check.args(given, [...changeArgNames, "blankRedirectUri"]);
  checkChangeArgs(verb, args);
  verb.check.flag(args.blankRedirectUri, "blankRedirectUri");
  checkReplacement(verb, body, args.lint, args.blankRedirectUri === true);
  verb.assertWritable();
  const copies = await readCopies(verb, target);
  const changes = copies.map((copy) => ({ ...copy, body }));
  return ofTarget(target, await changeClients(verb, target.clientId, changes, args));
}
