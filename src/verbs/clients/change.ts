import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientReplacement } from "../../types/client-documents.ts";
import { TykConflictError, TykIncompleteError, TykUnsupportedError } from "../../errors/method.ts";
import { readDefinition } from "../apis/definition.ts";
import { areKeysHashed } from "../gateway/hashed-keys.ts";
import { requireGrant } from "../policies/grants.ts";
import { checkEndTokensArgs } from "../tokens/end-tokens-args.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens-args.ts";
import { createApiState } from "../tokens/api-state.ts";
import type { MethodContext } from "../method-context.ts";
import { differences, toStoredClient } from "./bodies.ts";
import type { Lint } from "./bodies.ts";
import { serializationProblem } from "./serialization.ts";
import { forEachCopy } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { fieldsOf } from "./fields.ts";
import { pathOf, readClient } from "./read.ts";

/** What becomes of a client's tokens where its policy changes. */
export interface PolicyChangeArgs extends EndTokensArgs {
  /**
   * Must be given where the policy changes: the tokens that there are keep the old policy's rights, and where keys are hashed
   * an update takes them all off the client's list, out of reach. `"revoke"` ends them first, while the list is whole; `"keep"`
   * leaves them. Where keys are not hashed the gateway itself ends the tokens on the list when `clients.update` or
   * `clients.replace` changes the policy, but for their refresh tokens: `"keep"` cannot prevent it there, and warns.
   */
  readonly tokens?: "revoke" | "keep" | undefined;
}

/** What a verb that writes a client can be told. */
export interface ChangeArgs extends PolicyChangeArgs {
  /**
   * `"warn"` lets through, with a warning, what the gateway takes and would not work.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

/** The names of those arguments. */
export const changeArgNames = ["tokens", "lint", "sweep", "wait"] as const;

/** Checks those arguments. */
export function checkChangeArgs(context: MethodContext, args: ChangeArgs): void {
  context.check.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  context.check.oneOf(args.lint, "lint", ["error", "warn"]);
  checkEndTokensArgs(context, args);
}

/** A copy of a client as it was read, and as it is to be. */
export interface ClientChange extends ClientCopy {
  readonly body: ClientReplacement;
}

/**
 * Stores each copy whole: settles its tokens first where the policy changes, looks whether it is still what it was, writes, and
 * looks again. What nobody can see without an ETag is a write of somebody else between a look and the write after it.
 */
export async function changeClients(
  context: MethodContext,
  clientId: string,
  changes: readonly ClientChange[],
  args: ChangeArgs,
): Promise<ClientCopy[]> {
  const withPolicy = changes.filter(({ client, body }) =>
    isPolicyChange(client, toStoredClient(body, clientId, client.secret)),
  );
  await preparePolicyChange(context, clientId, withPolicy, args);
  await warnAboutEndedTokens(context, withPolicy, args);
  // A single one was read a moment ago, unless its tokens were ended in between.
  const isFresh = changes.length === 1 && (withPolicy.length === 0 || args.tokens === "keep");
  return forEachCopy(context, clientId, changes, async (change) => {
    if (!isFresh && !context.isDry) await requireUnchanged(context, change);
    return { apiId: change.apiId, client: await write(context, change) };
  });
}

/** Where keys are not hashed an update itself ends what it would take off the list. */
async function warnAboutEndedTokens(
  context: MethodContext,
  changes: readonly ClientChange[],
  { tokens }: ChangeArgs,
): Promise<void> {
  const hadPolicy = changes.some(({ client }) => fieldsOf(client).policy_id !== "");
  if (tokens !== "keep" || !hadPolicy || (await areKeysHashed(context)) !== false) return;
  context.warn(
    "keys are not hashed here, so that the gateway ends the access tokens on the client's list as its policy changes",
  );
}

function isPolicyChange(before: OAuthClient, after: OAuthClient): boolean {
  return differences(before, after).includes("policy_id");
}

/** A policy that is to change, on one API. */
export interface PolicyChange extends ClientCopy {
  readonly body: { readonly policy_id?: string };
}

/** Makes sure that the new policies can be had, and ends the tokens of the old ones where that is asked for. */
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
      'must be "revoke" or "keep": the policy changes, and tokens that there are keep the rights of the old one',
    );
  for (const { apiId, body } of changes) {
    const { policy_id = "" } = body;
    if (policy_id !== "")
      await requireGrant(context, policy_id, await readDefinition(context, apiId));
  }
  if (args.tokens !== "revoke") return;
  const apiStates = changes.map(({ apiId, client }) => createApiState(apiId, client.secret));
  const ending = new EndTokens(context, clientId, apiStates, args);
  const report = await ending.run("found");
  if (!context.isDry && !ending.isKnownGone) {
    throw new TykIncompleteError(
      "the policy was not changed, since it is not proved that all known tokens are gone",
      { operation: context.name, outcome: context.changed, report },
    );
  }
  if (ending.unlisted !== undefined) context.warn(`${ending.unlisted}, with the old policy`);
}

/** Refuses metadata that would be stored otherwise than it was read. */
export function requireSerializable(context: MethodContext, client: OAuthClient): void {
  const why = serializationProblem(client.meta_data);
  if (why === undefined) return;
  throw new TykUnsupportedError(`meta_data ${why}: it cannot be written back as it is`, {
    operation: context.name,
  });
}

/** Reads a copy once more before it is written. */
async function requireUnchanged(
  context: MethodContext,
  { apiId, client: before }: ClientCopy,
): Promise<void> {
  const now = await readClient(context, { apiId, clientId: before.client_id });
  if (differences(before, now).length === 0) return;
  throw new TykConflictError(
    `somebody else changed this client on ${apiId} meanwhile: it was not written there`,
    { operation: context.name, outcome: context.changed },
  );
}

async function write(
  context: MethodContext,
  { apiId, client, body }: ClientChange,
): Promise<OAuthClient> {
  const { client_id: clientId, secret } = client;
  const ref = { apiId, clientId };
  const wanted = toStoredClient(body, clientId, secret);
  await context.write("updateOAuthClient", { ...pathOf(ref), body }, { apiId }, wanted);
  if (context.isDry) return wanted;
  const after = await readClient(context, ref);
  const differing = differences(wanted, after);
  if (differing.length === 0) return after;
  throw new TykConflictError(
    `somebody else changed ${differing.join(", ")} of this client at the same time: read it before it is changed again`,
    { operation: context.name, attempts: context.response?.attempts, outcome: "applied" },
  );
}
