import type { OAuthClient } from "../../../generated/index.ts";
import type { NewClientRequest } from "../../types/client-documents.ts";
import { TykError } from "../../errors/base.ts";
import { strongerOutcome, withClientId } from "../../errors/change-error.ts";
import { newClientId } from "../../util/random-text.ts";
import { readOAuthApi } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { readPolicyApis, requireGrants } from "../policies/grants.ts";
import { checkNewClient, differences, toStoredClient } from "./bodies.ts";
import type { ChangeableField, Lint } from "./bodies.ts";
import { checkChangeArgs, preparePolicyChange } from "./change.ts";
import type { PolicyChangeArgs } from "./change.ts";
import { checkApiIds, forEachCopy } from "./copies.ts";
import type { CopyWithNewSecret } from "./copies.ts";
import { createOnGrantedApis } from "./create-on-granted-apis.ts";
import { findPolicyChanges, planCopies } from "./existing-copies.ts";
import type { WantedClient } from "./existing-copies.ts";
import { putClient } from "./put-client.ts";
import { findClient } from "./read.ts";
import type { ClientWithNewSecret } from "./read.ts";

/** The arguments of `clients.create`. */
export interface CreateArgs extends PolicyChangeArgs {
  /**
   * The ids of the APIs on which the client is created. All copies get the same secret.
   * @defaultValue the body's `api_id`; without `api_id`, each OAuth API that the policy grants
   */
  readonly apis?: readonly string[] | undefined;
  /**
   * What to do if an API already has a client with this id. `"fail"` throws {@link TykConflictError}, unless that client is
   * identical to the body, secret included. `"keep"` leaves that client as it is. `"replace"` replaces the client; its
   * secret stays, unless the body has one. If a replacement changes the policy, `tokens` must be given.
   * @defaultValue "fail"
   */
  readonly ifExists?: "fail" | "keep" | "replace" | undefined;
  /**
   * `"warn"` turns the errors for values that the gateway accepts but that would not work into warnings: redirect URIs that are
   * missing, relative or have a fragment, metadata that is not an object, ids and secrets with characters other than
   * `A-Z a-z 0-9 - . _ ~`.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

/** A client that `clients.create` created or kept. */
export interface CreatedClient extends ClientWithNewSecret {
  /** How the kept copies differ from the body. Missing if no copy differs. */
  readonly differs?: readonly KeptDifference[];
}

/** How one kept copy of a client differs from the body of `clients.create`. */
export interface KeptDifference {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The fields that differ. `"secret"` is among them if the body has another secret. */
  readonly fields: readonly (ChangeableField | "secret")[];
}

/** Creates a client. Reads each API first, and writes only after all checks. */
export async function createClient(
  context: MethodContext,
  body: NewClientRequest,
  args: CreateArgs | undefined,
): Promise<CreatedClient> {
  const tokenArgs = context.check.args(args, parameters["clients.create"].args);
  const { apis, ifExists = "fail", lint } = tokenArgs;
  checkChangeArgs(context, tokenArgs);
  if (apis !== undefined) checkApiIds(context, apis);
  context.check.oneOf(ifExists, "ifExists", ["fail", "keep", "replace"]);
  checkNewClient(context, body, lint);
  if (apis !== undefined && body.api_id !== undefined)
    context.check.fail("body.api_id", "and apis must not both be given");
  if (apis === undefined && body.api_id === undefined && (body.policy_id ?? "") === "")
    context.check.fail(
      "body.api_id",
      "or body.policy_id must be given, or apis: nothing else names the client's APIs",
    );
  context.startWriting();
  const clientId = body.client_id ?? newClientId();
  const wanted: WantedClient = { body, clientId, ifExists, tokenArgs };
  try {
    const apiIds = await resolveApiIds(context, wanted, apis);
    return await (apiIds === undefined
      ? createOnGrantedApis(context, wanted)
      : createOn(context, wanted, apiIds));
  } catch (error) {
    if (error instanceof TykError) {
      const outcome = strongerOutcome(error.outcome, context.changeOutcome);
      // The caller may not know the id: it may have been created here.
      if (outcome === "applied" || outcome === "unknown") withClientId(error, clientId);
    }
    throw error;
  }
}

/**
 * Returns the ids of the APIs on which to create the client. Each uses OAuth, and the policy grants each. Returns
 * `undefined` if the gateway does not show which APIs the policy grants.
 */
async function resolveApiIds(
  context: MethodContext,
  { body: { api_id, policy_id = "" } }: WantedClient,
  apis: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  const named = apis ?? (api_id === undefined ? undefined : [api_id]);
  if (named === undefined)
    return (await readPolicyApis(context, policy_id))?.map(({ api_id: apiId }) => apiId);
  for (const apiId of named) {
    const api = await readOAuthApi(context, apiId, "it has no clients");
    if (policy_id !== "") await requireGrants(context, [policy_id], api);
  }
  return named;
}

/** Creates the client on the named APIs. */
async function createOn(
  context: MethodContext,
  wanted: WantedClient,
  apiIds: readonly string[],
): Promise<CreatedClient> {
  const { clientId, body } = wanted;
  const found = new Map<string, OAuthClient>();
  // A random id that was created here cannot exist yet.
  for (const apiId of body.client_id === undefined ? [] : apiIds) {
    const client = await findClient(context, { apiId, clientId });
    if (client !== undefined) found.set(apiId, client);
  }
  const { kept, secretFor } = planCopies(context, wanted, apiIds, found);
  const policyChanges = findPolicyChanges(wanted, found, kept);
  await preparePolicyChange(context, clientId, policyChanges, wanted.tokenArgs);
  const items = apiIds.map((apiId) => ({ apiId }));
  const copies = await forEachCopy(context, clientId, items, async ({ apiId }) => {
    const client = toStoredClient(body, clientId, secretFor(apiId));
    return { apiId, client: kept.get(apiId) ?? (await putClient(context, apiId, client)) };
  });
  // There is at least one API, and each API has a copy now.
  const [{ client }] = copies as [CopyWithNewSecret, ...CopyWithNewSecret[]];
  const differs = [...kept]
    .map(([apiId, one]): KeptDifference => {
      const fields = differences(toStoredClient(body, clientId, one.secret), one);
      const otherSecret = body.secret !== undefined && body.secret !== one.secret;
      return { apiId, fields: otherSecret ? [...fields, "secret"] : fields };
    })
    .filter(({ fields }) => fields.length > 0);
  return differs.length === 0 ? client : { ...client, differs };
}
