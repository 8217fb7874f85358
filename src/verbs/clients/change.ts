import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientReplacement } from "../../client-documents.ts";
import { TykConflictError, TykUnsupportedError } from "../../errors/verb.ts";
import { EndTokens, checkEndTokensArgs } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens.ts";
import { placeOf } from "../tokens/place.ts";
import { requireProof } from "../tokens/revoke-all.ts";
import type { Verb } from "../verb.ts";
import { differences, holdsChangedNumber, storedAs } from "./bodies.ts";
import type { Lint } from "./bodies.ts";
import type { ClientCopy } from "./copies.ts";
import { pathOf, readClient } from "./read.ts";

/** What a verb that writes a client can be told. */
export interface ChangeArgs extends EndTokensArgs {
  /**
   * Must be given where the policy changes: the tokens that there are keep the old policy's rights, and where keys are hashed
   * the gateway takes them all off the client's list, out of reach. `"revoke"` ends them first, while the list is whole;
   * `"keep"` leaves them.
   */
  readonly tokens?: "revoke" | "keep" | undefined;
  /**
   * `"warn"` lets through, with a warning, what the gateway takes and would not work.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

/** The names of those arguments. */
export const changeArgNames = ["tokens", "lint", "sweep", "wait"] as const;

/** Checks those arguments. */
export function checkChangeArgs(verb: Verb, args: ChangeArgs): void {
  verb.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  verb.oneOf(args.lint, "lint", ["error", "warn"]);
  checkEndTokensArgs(verb, args);
}

/**
 * Stores a client whole: ends its tokens first where the policy changes, looks whether it is still what it was, writes, and
 * looks again. What nobody can see without an ETag is a write of somebody else between the second look and ours.
 */
export async function changeClient(
  verb: Verb,
  { apiId, client: before }: ClientCopy,
  body: ClientReplacement,
  args: ChangeArgs,
): Promise<OAuthClient> {
  const { client_id: clientId, secret } = before;
  const ref = { apiId, clientId };
  const wanted = storedAs(body, clientId, secret);
  if (differences(before, wanted).includes("policy_id")) {
    await settleTokens(verb, before, apiId, args);
    if (args.tokens === "revoke" && !verb.isDry) await requireUnchanged(verb, apiId, before);
  }
  await verb.write("updateOAuthClient", { ...pathOf(ref), body }, { apiId }, wanted);
  if (verb.isDry) return wanted;
  const after = await readClient(verb, ref);
  const differing = differences(wanted, after);
  if (differing.length > 0) {
    throw new TykConflictError(
      `somebody else changed ${differing.join(", ")} of this client at the same time: read it before it is changed again`,
      { operation: verb.name, attempts: verb.response?.attempts, outcome: "applied" },
    );
  }
  return after;
}

/** Refuses metadata that would be stored otherwise than it was read. */
export function requireCarried(verb: Verb, client: OAuthClient): void {
  if (!holdsChangedNumber(client.meta_data)) return;
  throw new TykUnsupportedError(
    "meta_data holds a whole number beyond 2^53, which JavaScript changes: it cannot be written back as it is",
    { operation: verb.name },
  );
}

async function settleTokens(
  verb: Verb,
  { client_id, secret }: OAuthClient,
  apiId: string,
  args: ChangeArgs,
): Promise<void> {
  if (args.tokens === "keep") return;
  if (args.tokens === undefined)
    verb.fail(
      "tokens",
      'must be "revoke" or "keep": the policy changes, and tokens that there are keep the rights of the old one, off the list and out of reach of revokeAll',
    );
  const report = await new EndTokens(verb, client_id, [placeOf(apiId, secret)], args).run();
  requireProof(
    verb,
    report,
    "the policy was not changed, since it is not proved that all tokens are gone",
  );
}

/** It took a while to end the tokens. */
async function requireUnchanged(verb: Verb, apiId: string, before: OAuthClient): Promise<void> {
  const now = await readClient(verb, { apiId, clientId: before.client_id });
  if (differences(before, now).length === 0) return;
  throw new TykConflictError(
    "somebody else changed this client while its tokens were revoked: nothing was written",
    { operation: verb.name, outcome: verb.changed },
  );
}
