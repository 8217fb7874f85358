import type { OAuthClient } from "../../../generated/index.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { isSameClient, toStoredClient } from "./bodies.ts";
import { preparePolicyChange } from "./change.ts";
import { findCopies } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { findPolicyChanges, planCopies } from "./existing-copies.ts";
import type { WantedClient } from "./existing-copies.ts";
import { putClient } from "./put-client.ts";
import type { CopiesReport, CopyReport } from "../../errors/reports.ts";
import type { ClientWithNewSecret } from "./read.ts";

/** Creates the client on each API that its policy grants. For gateways that do not show which APIs these are. */
export async function createOnGrantedApis(
  context: MethodContext,
  wanted: WantedClient,
): Promise<ClientWithNewSecret> {
  const { clientId, body, ifExists } = wanted;
  const copies = body.client_id === undefined ? [] : await findCopies(context, clientId, "");
  const found = new Map(copies.map(({ apiId, client }) => [apiId, client]));
  const secrets = new Set(copies.map(({ client }) => client.secret));
  // Neither can be decided without the list of APIs: which copies to keep, and which of several secrets to share.
  const cannotKeep = ifExists === "keep" && found.size > 0;
  const cannotShareSecret = body.secret === undefined && secrets.size > 1;
  if (cannotKeep || cannotShareSecret)
    throw new TykConflictError(
      `the client ${clientId} already exists on ${[...found.keys()].join(", ")}, and this gateway does not show which APIs the policy grants: pass apis`,
      { operation: context.name },
    );
  const { kept, secretFor } = planCopies(context, wanted, [...found.keys()], found);
  const changes = findPolicyChanges(wanted, found, kept);
  if (changes.length > 0 && wanted.tokenArgs.tokens === "revoke")
    throw new TykConflictError(
      "this gateway does not show which APIs the policy grants, so it is not known which copies get another policy and which tokens must end: pass apis",
      { operation: context.name },
    );
  await preparePolicyChange(context, clientId, changes, wanted.tokenArgs);
  const client = toStoredClient(body, clientId, secretFor(copies[0]?.apiId ?? ""));
  try {
    return await putClient(context, undefined, client);
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    throw error.mayHaveBeenApplied ? await toErrorWithReport(context, client, found, error) : error;
  }
}

/**
 * Finds the copies that a failed create stored nevertheless. If the policy grants an unknown API, the gateway stores the
 * client on other APIs before it refuses (trap 27). Returns the original error if no new copy is found: a copy that is not
 * found proves nothing.
 */
async function toErrorWithReport(
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
    // An abort or a wrong secret ends the method. After any other error the create's own failure is reported.
    rethrowFatal(context, thrown);
    return error;
  }
  const { code, message: reason } = error;
  const apis = copies.map(({ apiId, client }): CopyReport => {
    // A copy that differs is unchanged, or another client's. A request whose response was lost may still arrive.
    if (!isSameClient(client, wanted))
      return { apiId, done: false, outcome: "unknown", code, reason };
    // A copy that was already identical before does not show whether the create had an effect.
    const old = before.get(apiId);
    const isNew = old === undefined || !isSameClient(old, wanted);
    return { apiId, done: true, outcome: isNew ? "applied" : "unknown" };
  });
  if (!apis.some(({ outcome }) => outcome === "applied")) return error;
  const report: CopiesReport = { kind: "copies", clientId, apis };
  const stored = apis.filter(({ done }) => done).map(({ apiId }) => apiId);
  return new TykIncompleteError(
    `the create failed (${error.code}) after the client ${clientId} was stored on ${stored.join(", ")}: check that every API that the policy grants exists, and pass apis to create the client on others`,
    { operation: context.name, attempts: error.attempts, outcome: "applied", cause: error, report },
  );
}
