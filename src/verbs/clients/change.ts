import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientReplacement } from "../../types/client-documents.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import { readDefinition } from "../apis/definition.ts";
import { areKeysHashed } from "../gateway/hashed-keys.ts";
import type { MethodContext } from "../method-context.ts";
import { requireGrants } from "../policies/grants.ts";
import { checkEndTokensArgs, EndTokens } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens.ts";
import { createApiState } from "../tokens/ending-state.ts";
import { differences, toStoredClient } from "./bodies.ts";
import type { Lint } from "./bodies.ts";
import { forEachCopy } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { fieldsOf, pathOf, readClient } from "./read.ts";
import { serializationProblem } from "./serialization.ts";
import { describeUnproved } from "../tokens/report.ts";

/** What happens to a client's tokens if its policy changes. */
export interface PolicyChangeArgs extends EndTokensArgs {
  /**
   * Required if the policy changes, because existing tokens keep the rights of the old policy. If keys are hashed, an
   * update also removes all tokens from the client's list, out of reach of `revoke_all` (trap 14, docs/gateway-traps.md).
   *
   * `"revoke"` ends the tokens first, while the list is complete. `"keep"` leaves them alive. If keys are not hashed, the
   * gateway itself ends the listed access tokens, but not their refresh tokens, when `clients.update` or `clients.replace`
   * changes the policy: `"keep"` cannot prevent this, and warns.
   */
  readonly tokens?: "revoke" | "keep" | undefined;
}

/** The arguments of the methods that write a client. */
export interface ChangeArgs extends PolicyChangeArgs {
  /**
   * `"warn"` turns the errors for values that the gateway accepts but that would not work into warnings.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

export function checkChangeArgs(context: MethodContext, args: ChangeArgs): void {
  context.check.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  context.check.oneOf(args.lint, "lint", ["error", "warn"]);
  checkEndTokensArgs(context, args);
}

/** A copy of a client as it was read, and the body that replaces it. */
type ClientChange = ClientCopy & { readonly body: ClientReplacement };

/**
 * Replaces each copy by its new body. If the policy changes, `tokens` must be set, and `"revoke"` ends the tokens first. Each copy
 * is read again before the write, unless it was just read, and after the write. The gateway has no ETags, so another writer's
 * change between a read and the write stays unseen.
 */
export async function changeCopies(
  context: MethodContext,
  clientId: string,
  changes: readonly ClientChange[],
  args: ChangeArgs,
): Promise<ClientCopy[]> {
  const policyChanges = changes.filter(isPolicyChange);
  await preparePolicyChange(context, clientId, policyChanges, args);
  const hadPolicy = policyChanges.some(({ client }) => fieldsOf(client).policy_id !== "");
  if (args.tokens === "keep" && hadPolicy && (await areKeysHashed(context)) === false)
    context.warn(
      "this gateway does not hash keys, so it ends the access tokens on the client's list when the policy changes",
    );
  // A single copy was read a moment ago, unless its tokens were ended since then.
  const wasJustRead =
    changes.length === 1 && (policyChanges.length === 0 || args.tokens === "keep");
  return forEachCopy(context, clientId, changes, async (change) => {
    if (!wasJustRead && !context.isDry) await requireUnchanged(context, change);
    return { apiId: change.apiId, client: await writeCopy(context, change) };
  });
}

/** A change of a client's policy on one API. */
export type PolicyChange = ClientCopy & {
  readonly body: { readonly policy_id?: string | undefined };
};

/** Whether a body changes a client's policy. */
export function isPolicyChange({ client, body }: PolicyChange): boolean {
  return fieldsOf(client).policy_id !== (body.policy_id ?? "");
}

/** Checks that tokens of the new policies open the APIs, and ends the tokens of the old policies if `tokens` is `"revoke"`. */
export async function preparePolicyChange(
  context: MethodContext,
  clientId: string,
  changes: readonly PolicyChange[],
  args: PolicyChangeArgs,
): Promise<void> {
  if (changes.length === 0) return;
  if (args.tokens === undefined)
    context.check.fail(
      "tokens",
      'must be "revoke" or "keep": the policy changes, and existing tokens keep the rights of the old policy',
    );
  for (const { apiId, body } of changes) {
    const { policy_id = "" } = body;
    if (policy_id !== "")
      await requireGrants(context, [policy_id], await readDefinition(context, apiId));
  }
  if (args.tokens !== "revoke") return;
  const apiStates = changes.map(({ apiId, client }) => createApiState(apiId, client.secret));
  const ending = new EndTokens(context, clientId, apiStates, args);
  const report = await ending.run("found");
  if (!context.isDry && !ending.isKnownGone)
    throw new TykIncompleteError(
      `the policy of the client ${clientId} was not changed: some of its known tokens are not proved to be gone: ${describeUnproved(report)}. Call again`,
      { operation: context.name, outcome: context.changeOutcome, report },
    );
  if (ending.unlisted !== undefined) context.warn(`${ending.unlisted}, with the old policy`);
}

/** Throws if a client's metadata would change when it is written back. */
export function requireSerializable(context: MethodContext, client: OAuthClient): void {
  const why = serializationProblem(client.meta_data);
  if (why === undefined) return;
  throw context.createUnsupportedError(
    `meta_data ${why}: the client ${client.client_id} cannot be written back unchanged`,
  );
}

/** Reads a copy again before it is written. Throws if another writer changed it. */
async function requireUnchanged(context: MethodContext, copy: ClientCopy): Promise<void> {
  const { apiId, client: before } = copy;
  const { client_id: clientId } = before;
  const now = await readClient(context, { apiId, clientId });
  if (differences(before, now).length === 0) return;
  throw new TykConflictError(
    `another writer changed the client ${clientId} on the API ${apiId} meanwhile, so nothing was written there. Read the client before you call again`,
    { operation: context.name, outcome: context.changeOutcome },
  );
}

/** Writes a copy, and reads it afterwards. Throws if another writer changed it at the same time. */
async function writeCopy(context: MethodContext, change: ClientChange): Promise<OAuthClient> {
  const { apiId, client, body } = change;
  const { client_id: clientId, secret } = client;
  const ref = { apiId, clientId };
  const wanted = toStoredClient(body, clientId, secret);
  await context.write("updateOAuthClient", { ...pathOf(ref), body }, { apiId }, wanted);
  if (context.isDry) return wanted;
  const after = await readClient(context, ref);
  const differing = differences(wanted, after);
  if (differing.length === 0) return after;
  throw new TykConflictError(
    `another writer changed ${differing.join(", ")} of the client ${clientId} on the API ${apiId} at the same time. Read the client before you call again`,
    { ...context.errorDetails, outcome: "applied" },
  );
}
