import type { NewClientRequest, OAuthClient } from "../../../generated/index.ts";
import { TykError, strongerOutcome, withClientId } from "../../errors/base.ts";
import { newClientId } from "../../util/random-text.ts";
import { definitionOf, requireOAuth } from "../apis/definition.ts";
import { apisOfPolicy, requireGrant } from "../policies/grants.ts";
import type { Verb } from "../verb.ts";
import { checkNewClient, differences, storedAs } from "./bodies.ts";
import type { ChangeableField, Lint } from "./bodies.ts";
import { checkChangeArgs, settleTokens } from "./change.ts";
import type { PolicyChangeArgs } from "./change.ts";
import { checkApiIds, onEach } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { createWhereGranted } from "./create-where-granted.ts";
import { policyChanges, settle } from "./existing-copies.ts";
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
  verb: Verb,
  body: NewClientRequest,
  args: CreateArgs | undefined,
): Promise<CreatedClient> {
  const tokenArgs = checkArgs(verb, args);
  const { apis, ifExists = "fail", lint } = tokenArgs;
  checkNewClient(verb, body, lint);
  if (apis !== undefined && body.api_id !== undefined)
    verb.check.fail("body.api_id", "and apis must not both be given");
  if (apis === undefined && body.api_id === undefined && (body.policy_id ?? "") === "")
    verb.check.fail(
      "body.api_id",
      "or body.policy_id must be given: the gateway would not know for which API the client is",
    );
  verb.assertWritable();
  const clientId = body.client_id ?? newClientId();
  const wanted: WantedClient = { body, clientId, ifExists, tokenArgs };
  try {
    const apiIds = await apisFor(verb, wanted, apis);
    return await (apiIds === undefined
      ? createWhereGranted(verb, wanted)
      : createOn(verb, wanted, apiIds));
  } catch (error) {
    if (error instanceof TykError && mayBeThere(verb, error)) withClientId(error, wanted.clientId);
    throw error;
  }
}

function checkArgs(verb: Verb, given: CreateArgs | undefined): CreateArgs {
  const args = verb.check.args(given, ["apis", "ifExists", "lint", "tokens", "sweep", "wait"]);
  checkChangeArgs(verb, args);
  if (args.apis !== undefined) checkApiIds(verb, args.apis);
  verb.check.oneOf(args.ifExists, "ifExists", ["fail", "keep", "replace"]);
  return args;
}

function mayBeThere(verb: Verb, error: TykError): boolean {
  const outcome = strongerOutcome(error.outcome, verb.changed);
  return outcome === "applied" || outcome === "unknown";
}

/** The APIs to make the client on, each OAuth and granted by the policy; `undefined` where only the gateway knows them. */
async function apisFor(
  verb: Verb,
  { body: { api_id, policy_id = "" } }: WantedClient,
  apis: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  const named = apis ?? (api_id === undefined ? undefined : [api_id]);
  if (named === undefined)
    return (await apisOfPolicy(verb, policy_id))?.map(({ api_id: apiId }) => apiId);
  for (const apiId of named) {
    const api = await definitionOf(verb, apiId);
    requireOAuth(verb, api, "it has no clients");
    if (policy_id !== "") await requireGrant(verb, policy_id, api);
  }
  return named;
}

/** Makes the client on APIs that are known. */
async function createOn(
  verb: Verb,
  wanted: WantedClient,
  apiIds: readonly string[],
): Promise<CreatedClient> {
  const { clientId, body } = wanted;
  const found = new Map<string, OAuthClient>();
  // An id of our own making is nobody's.
  for (const apiId of body.client_id === undefined ? [] : apiIds) {
    const client = await findClient(verb, { apiId, clientId });
    if (client !== undefined) found.set(apiId, client);
  }
  const { kept, secretOn } = settle(verb, wanted, apiIds, found);
  await settleTokens(verb, clientId, policyChanges(wanted, found, kept), wanted.tokenArgs);
  const made = await onEach(
    verb,
    clientId,
    apiIds.map((apiId) => ({ apiId })),
    async ({ apiId }): Promise<ClientCopy> => {
      const client = storedAs(body, clientId, secretOn(apiId));
      return { apiId, client: kept.get(apiId) ?? (await putClient(verb, apiId, client)) };
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
      const fields = differences(storedAs(body, clientId, one.secret), one);
      const otherSecret = body.secret !== undefined && body.secret !== one.secret;
      return { apiId, fields: otherSecret ? [...fields, "secret"] : fields };
    })
    .filter(({ fields }) => fields.length > 0);
  return differs.length === 0 ? client : { ...client, differs };
}
