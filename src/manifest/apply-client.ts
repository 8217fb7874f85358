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
  return (await key.fingerprint(clientId, stored)) === fingerprint ? stored : undefined;
}

/** Changes fields. Each copy must be as it was read, also when the update reads it again. */
async function updateCopies(
  { tyk, options: { signal, wait, sweep } }: ApplyContext,
  { clientId, copies, lint }: PlannedClient,
  stored: Copies,
  record: ClientRecord,
): Promise<boolean> {
  const updates = copies.filter(({ action, changes }) => action === "update" && changes.length > 0);
  if (updates.length === 0) return true;
  const apiIds = apiIdsOf(updates);
  const patch = Object.fromEntries(
    updates.flatMap(({ changes }) => changes.map(({ field, to }) => [field, to] as const)),
  ) as ClientPatch;
  const expected = apiIds.map((apiId) => stored.get(apiId)).filter((one) => one !== undefined);
  const tokens = updates.map((copy) => copy.tokens).find(isPolicyChoice);
  let isChanged = false;
  const patchIfUnchanged = (current: OAuthClient): ClientPatch => {
    isChanged ||= !expected.some((client) => isSameState(client, current));
    // The update ends before its first write.
    if (isChanged) throw new Error("the client has changed");
    return patch;
  };
  try {
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
    if (isChanged) record.markChanged();
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
      await stage?.(secret ?? "", { clientId, apiIds });
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
  { tyk, apis, options: { signal, ifUnproved, wait, sweep } }: ApplyContext,
  { clientId, copies, action }: PlannedClient,
  record: ClientRecord,
): Promise<void> {
  const apiIds = apiIdsOf(copies.filter((copy) => copy.action === "delete"));
  if (apiIds.length === 0) return;
  try {
    const { data, steps, warnings } = await tyk.clients
      .delete({ clientId, apis: apiIds }, { ifUnproved, wait, sweep }, { signal })
      .withResponse();
    record.succeed("delete", apiIds, steps, warnings);
    record.setTokens(data.tokens?.apis);
  } catch (error) {
    record.fail("delete", apiIds, error);
    return;
  }
  if (action !== "delete") return;
  try {
    const all = await tyk.clients.listApis({ clientId }, { signal });
    record.setOtherApis(all.filter((apiId) => !apis.includes(apiId)));
  } catch {
    record.warn(`it is unknown whether the client ${clientId} exists on APIs outside the scope`);
  }
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
