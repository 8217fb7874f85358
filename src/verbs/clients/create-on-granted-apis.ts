import type { OAuthClient } from "../../../generated/index.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { differences, toStoredClient } from "./bodies.ts";
import { preparePolicyChange } from "./change.ts";
import { findCopies } from "./copies.ts";
import type { ClientCopy, CopiesReport, CopyReport } from "./copies.ts";
import { policyChanges, planExisting } from "./existing-copies.ts";
import type { WantedClient } from "./existing-copies.ts";
import { putClient } from "./put-client.ts";

/** Creates the client on each API that its policy grants, if only the gateway can tell which APIs these are. */
export async function createOnGrantedApis(
  context: MethodContext,
  wanted: WantedClient,
): Promise<OAuthClient> {
  const { clientId, body, ifExists } = wanted;
  const copies = body.client_id === undefined ? [] : await findCopies(context, clientId, "");
  const found = new Map(copies.map(({ apiId, client }) => [apiId, client]));
  const secrets = new Set(copies.map(({ client }) => client.secret));
  if (found.size > 0 && (ifExists === "keep" || (body.secret === undefined && secrets.size > 1))) {
    throw new TykConflictError(
      `${clientId} is on ${[...found.keys()].join(", ")}, and this gateway does not tell which APIs the policy grants: name apis`,
      { operation: context.name },
    );
  }
  const { kept, secretOn } = planExisting(context, wanted, [...found.keys()], found);
  const changes = policyChanges(wanted, found, kept);
  if (changes.length > 0 && wanted.tokenArgs.tokens === "revoke") {
    throw new TykConflictError(
      "this gateway does not tell which APIs the policy grants, and so of which copies the policy changes and the tokens are to end: name apis",
      { operation: context.name },
    );
  }
  await preparePolicyChange(context, clientId, changes, wanted.tokenArgs);
  const client = toStoredClient(body, clientId, secretOn(copies[0]?.apiId ?? ""));
  try {
    return await putClient(context, undefined, client);
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    throw error.mayHaveBeenApplied ? await whatWasStored(context, client, found, error) : error;
  }
}

/**
 * The gateway refuses a policy that grants an unknown API only after it stored the client on others. What is stored tells, and
 * where nothing is seen the failure itself: a copy that is not found proves nothing.
 */
async function whatWasStored(
  context: MethodContext,
  wanted: OAuthClient,
  before: ReadonlyMap<string, OAuthClient>,
  error: AnyTykError,
): Promise<AnyTykError> {
  const clientId = wanted.client_id;
  let copies: ClientCopy[];
  try {
    copies = await findCopies(context, clientId, "");
  } catch (thrown) {
    // The first failure is the one to report; an abort or a wrong secret ends the method.
    rethrowFatal(context, thrown);
    return error;
  }
  const apis = copies.map((copy) => copyReport(copy, wanted, before.get(copy.apiId), error));
  const isApplied = apis.some(({ outcome }) => outcome === "applied");
  if (!isApplied) return error;
  const report: CopiesReport = { clientId, apis };
  const stored = apis.filter(({ done }) => done).map(({ apiId }) => apiId);
  return new TykIncompleteError(
    `the create failed (${error.code}) after the client was stored on ${stored.join(", ")}: name apis to create it on others, and see that every API that the policy grants exists`,
    { operation: context.name, attempts: error.attempts, outcome: "applied", cause: error, report },
  );
}

function copyReport(
  { apiId, client }: ClientCopy,
  wanted: OAuthClient,
  before: OAuthClient | undefined,
  { code, message: reason }: AnyTykError,
): CopyReport {
  if (!isSameClient(client, wanted))
    // It is another client's, or as it was; a request whose response was lost may still reach it.
    return { apiId, done: false, outcome: "unknown", code, reason };
  // An identical copy of before shows no effect.
  const isNew = before === undefined || !isSameClient(before, wanted);
  return { apiId, done: true, outcome: isNew ? "applied" : "unknown" };
}

function isSameClient(one: OAuthClient, other: OAuthClient): boolean {
  return one.secret === other.secret && differences(one, other).length === 0;
}
