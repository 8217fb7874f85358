import type { NewClientRequest, OAuthClient } from "../../../generated/index.ts";
import { TykError, strongerOutcome, withClientId } from "../../errors/base.ts";
import { newClientId } from "../../util/random-text.ts";
import { readDefinition, requireOAuth } from "../apis/definition.ts";
import { readPolicyApis, requireGrant } from "../policies/grants.ts";
import type { MethodContext } from "../method-context.ts";
import { checkNewClient, differences, toStoredClient } from "./bodies.ts";
import type { ChangeableField, Lint } from "./bodies.ts";
import { checkChangeArgs, preparePolicyChange } from "./change.ts";
import type { PolicyChangeArgs } from "./change.ts";
import { checkApiIds, forEachCopy } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { createOnGrantedApis } from "./create-on-granted-apis.ts";
import { policyChanges, planExisting } from "./existing-copies.ts";
import type { WantedClient } from "./existing-copies.ts";
import { putClient } from "./put-client.ts";
import { findClient } from "./read.ts";

/** What `clients.create` can be told. */
export interface CreateArgs extends PolicyChangeArgs {
  /**
   * The APIs to make the client on, all with one secret.
   * @defaultValue the body's `api_id`; without one each OAuth API that the policy grants
   */
  readonly apis?: readonly string[] | undefined;
  /**
   * What to do where an API has a client of this id already: throw {@link TykConflictError}; `"keep"` that client as it is;
   * `"replace"` it, but for its secret unless the body has one; where that changes its policy, `tokens` must be given.
   * @defaultValue "fail"
   */
  readonly ifExists?: "fail" | "keep" | "replace" | undefined;
  /**
   * `"warn"` lets through, with a warning, what the gateway takes and would not work: redirect URIs that are missing, relative
   * or have a fragment, metadata that is no object, ids with `\`, `%`, `?`, `#` or a colon.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

/** A client that `clients.create` made or found. */
export interface CreatedClient extends OAuthClient {
  /** With `ifExists: "keep"`: what a client that was kept has otherwise than asked for; missing where nothing differs. */
  readonly differs?: readonly KeptDifference[];
}

/** What a kept copy of a client has otherwise than asked for. */
export interface KeptDifference {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The fields; `"secret"` where the body names another one. */
  readonly fields: readonly (ChangeableField | "secret")[];
}

/** Looks at each API that is concerned, and only then writes. */
export async function createClient(
  context: MethodContext,
  body: NewClientRequest,
  args: CreateArgs | undefined,
): Promise<CreatedClient> {
  const tokenArgs = checkArgs(context, args);
  const { apis, ifExists = "fail", lint } = tokenArgs;
  checkNewClient(context, body, lint);
  if (apis !== undefined && body.api_id !== undefined)
    context.check.fail("body.api_id", "and apis must not both be given");
  if (apis === undefined && body.api_id === undefined && (body.policy_id ?? "") === "")
    context.check.fail(
      "body.api_id",
      "or body.policy_id must be given: the gateway would not know for which API the client is",
    );
  context.assertWritable();
  const clientId = body.client_id ?? newClientId();
  const wanted: WantedClient = { body, clientId, ifExists, tokenArgs };
  try {
    const apiIds = await apisFor(context, wanted, apis);
    return await (apiIds === undefined
      ? createOnGrantedApis(context, wanted)
      : createOn(context, wanted, apiIds));
  } catch (error) {
    if (error instanceof TykError && mayBeThere(context, error))
      withClientId(error, wanted.clientId);
    throw error;
  }
}

function checkArgs(context: MethodContext, passed: CreateArgs | undefined): CreateArgs {
  const args = context.check.args(passed, ["apis", "ifExists", "lint", "tokens", "sweep", "wait"]);
  checkChangeArgs(context, args);
  if (args.apis !== undefined) checkApiIds(context, args.apis);
  context.check.oneOf(args.ifExists, "ifExists", ["fail", "keep", "replace"]);
  return args;
}

function mayBeThere(context: MethodContext, error: TykError): boolean {
  const outcome = strongerOutcome(error.outcome, context.changed);
  return outcome === "applied" || outcome === "unknown";
}

/** The APIs to make the client on, each OAuth and granted by the policy; `undefined` where only the gateway knows them. */
async function apisFor(
  context: MethodContext,
  { body: { api_id, policy_id = "" } }: WantedClient,
  apis: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  const named = apis ?? (api_id === undefined ? undefined : [api_id]);
  if (named === undefined)
    return (await readPolicyApis(context, policy_id))?.map(({ api_id: apiId }) => apiId);
  for (const apiId of named) {
    const api = await readDefinition(context, apiId);
    requireOAuth(context, api, "it has no clients");
    if (policy_id !== "") await requireGrant(context, policy_id, api);
  }
  return named;
}

/** Makes the client on APIs that are known. */
async function createOn(
  context: MethodContext,
  wanted: WantedClient,
  apiIds: readonly string[],
): Promise<CreatedClient> {
  const { clientId, body } = wanted;
  const found = new Map<string, OAuthClient>();
  // An id of our own making is nobody's.
  for (const apiId of body.client_id === undefined ? [] : apiIds) {
    const client = await findClient(context, { apiId, clientId });
    if (client !== undefined) found.set(apiId, client);
  }
  const { kept, secretOn } = planExisting(context, wanted, apiIds, found);
  await preparePolicyChange(
    context,
    clientId,
    policyChanges(wanted, found, kept),
    wanted.tokenArgs,
  );
  const made = await forEachCopy(
    context,
    clientId,
    apiIds.map((apiId) => ({ apiId })),
    async ({ apiId }): Promise<ClientCopy> => {
      const client = toStoredClient(body, clientId, secretOn(apiId));
      return { apiId, client: kept.get(apiId) ?? (await putClient(context, apiId, client)) };
    },
  );
  return result(wanted, made, kept);
}

function result(
  { body, clientId }: WantedClient,
  copies: readonly ClientCopy[],
  kept: ReadonlyMap<string, OAuthClient>,
): CreatedClient {
  // There is at least one API, and each has its copy now.
  const [{ client }] = copies as [ClientCopy, ...ClientCopy[]];
  const differs = [...kept]
    .map(([apiId, one]): KeptDifference => {
      const fields = differences(toStoredClient(body, clientId, one.secret), one);
      const otherSecret = body.secret !== undefined && body.secret !== one.secret;
      return { apiId, fields: otherSecret ? [...fields, "secret"] : fields };
    })
    .filter(({ fields }) => fields.length > 0);
  return differs.length === 0 ? client : { ...client, differs };
}
