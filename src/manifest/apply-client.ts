import type { OAuthClient } from "../../generated/index.ts";
import type { TykOAuth } from "../client.ts";
import { isTykError } from "../errors/index.ts";
import type { ClientPatch } from "../types/client-documents.ts";
import { thrownName } from "../util/fail.ts";
import { isSameJson } from "../util/json.ts";
import { newClientSecret } from "../util/random-text.ts";
import type { ApplyPlanOptions } from "./apply-types.ts";
import { ClientRecord } from "./client-record.ts";
import { fingerprintedFields } from "./fields.ts";
import { raceAbort } from "./race-abort.ts";
import type { PlanKey } from "./plan-key.ts";
import type { PlannedClient, PlannedCopy } from "./plan-types.ts";

/** What the work on every client of a plan needs. */
export interface ApplyContext {
  readonly tyk: TykOAuth;
  readonly key: PlanKey;
  /** The APIs of the plan. */
  readonly apis: readonly string[];
  readonly options: ApplyPlanOptions;
  readonly secretOf: (clientId: string) => string | undefined;
}

type Copies = ReadonlyMap<string, OAuthClient>;

/** Applies the plan of one client, unless the client has changed since. */
export async function applyClient(
  context: ApplyContext,
  planned: PlannedClient,
): Promise<ClientRecord> {
  const record = new ClientRecord(planned);
  let stored: Copies | undefined;
  try {
    stored = await readUnchanged(context, planned);
  } catch (error) {
    record.failBefore(error);
    return record;
  }
  if (stored === undefined) {
    record.markChanged();
    return record;
  }
  if (!matchesReference(context, planned, stored)) {
    record.failWith(
      "the reference names another secret than when the plan was made, so the client was left alone: plan again",
    );
    return record;
  }
  // In this order every interruption leaves a client that the next plan completes.
  const isDone =
    (await updateCopies(context, planned, stored, record)) &&
    (await replaceSecrets(context, planned, record)) &&
    (await createCopies(context, planned, stored, record));
  if (isDone) await deleteCopies(context, planned, record);
  return record;
}

/** Reads the copies that existed when the plan was made. Returns `undefined` if one has changed. */
async function readUnchanged(
  { tyk, key, options: { signal } }: ApplyContext,
  { clientId, copies, fingerprint }: PlannedClient,
): Promise<Copies | undefined> {
  const stored = new Map<string, OAuthClient>();
  const existing = copies.filter(({ action }) => action !== "create");
  for (const { apiId } of existing) {
    try {
      stored.set(apiId, await tyk.clients.get({ apiId, clientId }, { signal }));
    } catch (error) {
      if (isTykError(error) && error.code === "not-found") return undefined;
      throw error;
    }
  }
  if (existing.length === 0) return stored;
  return key.fingerprint(clientId, stored) === fingerprint ? stored : undefined;
}

/**
 * Whether the copies whose secret the plan leaves still have the secret of the reference. Otherwise the other copies would get another
 * secret than they have.
 */
function matchesReference(
  { secretOf }: ApplyContext,
  { clientId, copies, secret: reference }: PlannedClient,
  stored: Copies,
): boolean {
  if (reference === undefined) return true;
  const kept = copies.filter(
    ({ action, secret, unmanaged }) =>
      (action === "none" || action === "update") && secret === undefined && unmanaged !== true,
  );
  return kept.every(({ apiId }) => stored.get(apiId)?.secret === secretOf(clientId));
}

/** Changes fields. Each copy must be as it was read, also when the update reads it again. */
async function updateCopies(
  context: ApplyContext,
  { clientId, copies, lint }: PlannedClient,
  stored: Copies,
  record: ClientRecord,
): Promise<boolean> {
  const { tyk, options } = context;
  const { signal, wait } = options;
  const updates = copies.filter(({ action, changes }) => action === "update" && changes.length > 0);
  if (updates.length === 0) return true;
  const apiIds = apiIdsOf(updates);
  const patch = Object.fromEntries(
    updates.flatMap(({ changes }) => changes.map(({ field, to }) => [field, to] as const)),
  ) as ClientPatch;
  const expected = apiIds.map((apiId) => stored.get(apiId)).filter((one) => one !== undefined);
  const tokens = updates.map((copy) => copy.tokens).find(isPolicyChoice);
  const progress = { isChanged: false };
  const patchIfUnchanged = (current: OAuthClient): ClientPatch => {
    if (expected.some((client) => isSameState(client, current))) return patch;
    progress.isChanged = true;
    // The update ends before its first write.
    throw new Error("the client has changed");
  };
  try {
    const sweep =
      tokens === "revoke"
        ? (await endingScope(context, clientId, apiIds, record)).sweep
        : options.sweep;
    const { steps, warnings } = await tyk.clients
      .update(
        { clientId, apis: apiIds },
        patchIfUnchanged,
        { tokens, lint, wait, sweep },
        { signal },
      )
      .withResponse();
    record.succeed("update", apiIds, steps, warnings);
    return true;
  } catch (error) {
    if (progress.isChanged) record.markChanged();
    else record.fail("update", apiIds, error);
    return false;
  }
}

/** Sets the secret of the reference on each copy that has another one. */
async function replaceSecrets(
  { tyk, secretOf, options: { signal } }: ApplyContext,
  { clientId, copies, lint }: PlannedClient,
  record: ClientRecord,
): Promise<boolean> {
  const apiIds = apiIdsOf(copies.filter((copy) => copy.secret === "replace"));
  if (apiIds.length === 0) return true;
  try {
    const secret = secretOf(clientId);
    const { steps, warnings } = await tyk.clients
      .rotateSecret({ clientId, apis: apiIds }, { secret, lint }, { signal })
      .withResponse();
    record.succeed("replace-secret", apiIds, steps, warnings);
    return true;
  } catch (error) {
    record.fail("replace-secret", apiIds, error);
    return false;
  }
}

/** Creates the missing copies, all with one secret. */
async function createCopies(
  { tyk, secretOf, options: { signal, stage } }: ApplyContext,
  { clientId, copies, lint }: PlannedClient,
  stored: Copies,
  record: ClientRecord,
): Promise<boolean> {
  const created = copies.filter(({ action }) => action === "create");
  const [first] = created;
  if (first === undefined) return true;
  const apiIds = apiIdsOf(created);
  const isGenerated = first.secret === "generate";
  const secret = isGenerated
    ? newClientSecret()
    : (secretOf(clientId) ?? [...stored.values()][0]?.secret);
  if (isGenerated) {
    try {
      await raceAbort(stage?.(secret ?? "", { clientId, apiIds }), signal);
    } catch (error) {
      // The message of a vault's error may quote the secret.
      record.failWith(
        `the stage function failed (${thrownName(error)}): the client ${clientId} was not created`,
      );
      return false;
    }
  }
  const fields = first.changes.map(({ field, to }) => [field, to] as const);
  const body = { ...Object.fromEntries(fields), client_id: clientId, secret };
  try {
    const { steps, warnings } = await tyk.clients
      // The shared secret is the gateway's own, whatever its characters.
      .create(body, { apis: apiIds, lint: first.secret === "share" ? "warn" : lint }, { signal })
      .withResponse();
    record.succeed("create", apiIds, steps, first.secret === "share" ? [] : warnings);
    return true;
  } catch (error) {
    if (isTykError(error) && error.code === "conflict" && !error.mayHaveBeenApplied)
      record.markChanged();
    else record.fail("create", apiIds, error);
    return false;
  }
}

/** Deletes copies, tokens first. */
async function deleteCopies(
  context: ApplyContext,
  { clientId, copies, action }: PlannedClient,
  record: ClientRecord,
): Promise<void> {
  const { tyk, apis, options } = context;
  const { signal, ifUnproved, wait } = options;
  const apiIds = apiIdsOf(copies.filter((copy) => copy.action === "delete"));
  if (apiIds.length === 0) return;
  try {
    const { sweep, otherApis } = await endingScope(context, clientId, apiIds, record);
    if (action === "delete")
      record.setOtherApis(otherApis.filter((apiId) => !apis.includes(apiId)));
    const { data, steps, warnings } = await tyk.clients
      .delete({ clientId, apis: apiIds }, { ifUnproved, wait, sweep }, { signal })
      .withResponse();
    record.succeed("delete", apiIds, steps, warnings);
    record.setTokens(data.tokens?.apis);
  } catch (error) {
    record.fail("delete", apiIds, error);
  }
}

/**
 * Decides whether to search all keys for tokens of some copies. A session does not tell which copy issued it, so the search would end
 * tokens of the client's other copies too.
 */
async function endingScope(
  { tyk, options: { signal, sweep = true } }: ApplyContext,
  clientId: string,
  apiIds: readonly string[],
  record: ClientRecord,
): Promise<{ readonly sweep: boolean; readonly otherApis: readonly string[] }> {
  let all: readonly string[];
  try {
    all = await tyk.clients.listApis({ clientId }, { signal });
  } catch (error) {
    if (isTykError(error) && error.code !== "unsupported" && error.code !== "route") throw error;
    record.warn(
      `this gateway does not tell whether the client ${clientId} has other copies, so its unlisted tokens were not searched`,
    );
    return { sweep: false, otherApis: [] };
  }
  const otherApis = all.filter((apiId) => !apiIds.includes(apiId)).sort();
  if (otherApis.length > 0 && sweep)
    record.warn(
      `the client ${clientId} stays on ${otherApis.join(", ")}, so its unlisted tokens were not searched: they could be of that copy`,
    );
  return { sweep: sweep && otherApis.length === 0, otherApis };
}

function apiIdsOf(copies: readonly PlannedCopy[]): string[] {
  return copies.map(({ apiId }) => apiId);
}

function isPolicyChoice(tokens: PlannedCopy["tokens"]): tokens is "revoke" | "keep" {
  return tokens === "revoke" || tokens === "keep";
}

function isSameState(one: OAuthClient, other: OAuthClient): boolean {
  return isSameJson(fingerprintedFields(one), fingerprintedFields(other));
}
