import type {
  ApiDefinition,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
  OAuthClient,
} from "../../../generated/index.ts";
import { TykOAuthError } from "../../errors/api.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { writeKeyRules } from "./key-rules.ts";
import type { KeyRules } from "./key-rules.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { addressOf } from "../apis/address.ts";
import { readDefinition, forgetApi, requireOAuth } from "../apis/definition.ts";
import { orgIdOf } from "../org-id.ts";
import { requireGrant, requireGrants } from "../policies/grants.ts";
import type { MethodContext } from "../method-context.ts";
import { checkFlow, flowNames, requireRegistered } from "./flow.ts";
import type { FlowRequest } from "./flow.ts";
import { fieldsOf } from "./fields.ts";
import { readClient } from "./read.ts";
import { redirectTargetProblem } from "./redirect-target.ts";

/** What `clients.authorize` is asked for. */
export interface AuthorizeRequest<
  Type extends "code" | "token" = "code" | "token",
> extends FlowRequest<Type> {
  /**
   * The user who agreed: the token's session gets `meta_data.user`, by which `tokens.find` finds it. The rules are then the
   * client's policy in the API's organisation. Not together with `keyRules`.
   */
  readonly userId?: string | undefined;
  /**
   * Rules for this user's token in place of the client's policy; see {@link keyRules}.
   * @defaultValue the client's policy
   */
  readonly keyRules?: KeyRules | undefined;
}

/** What `clients.authorize` gives, by the response type. */
export type AuthorizeResult<Type extends "code" | "token"> = Type extends "token"
  ? AuthorizeTokenResponse
  : AuthorizeCodeResponse;

/** Checks the API, that it receives the request itself, the client and its policy, and only then sends the gateway's secret. */
export async function authorize<Type extends "code" | "token">(
  context: MethodContext,
  ref: ClientRef,
  request: AuthorizeRequest<Type>,
): Promise<AuthorizeResult<Type>> {
  context.check.ref(ref);
  const givenRules = checkRequest(context, request);
  const { responseType = "code", redirectUri, state } = request;
  context.assertWritable();
  const api = await readDefinition(context, ref.apiId);
  requireOAuth(
    context,
    api,
    "the gateway would pass the request, with its own secret, to the API's upstream",
  );
  const path = await addressOf(context, api, "authorizeClient", request.listenPath);
  const client = await readClient(context, ref);
  requireRegistered(context, client, redirectUri);
  const rules = await rulesFor(context, request, givenRules, client, api);
  const body = {
    response_type: responseType,
    client_id: ref.clientId,
    // The gateway decodes it once more than a form is.
    redirect_uri: redirectUri.replaceAll("%", "%25").replaceAll("+", "%2B"),
    ...(state === undefined ? {} : { state }),
    ...(rules === undefined ? {} : { key_rules: rules }),
  };
  try {
    const dryRunResult = { code: "", redirect_to: "" };
    const answer = await context.write(
      "authorizeClient",
      { path, body },
      { apiId: ref.apiId },
      dryRunResult,
    );
    if (!context.isDry) requireAnswer(context, answer, responseType, request);
    // What the response type grants is in the answer, as was just seen.
    return answer as AuthorizeResult<Type>;
  } catch (error) {
    // The API may have moved, or be OAuth no more, since its definition was read. Only an OAuth API refuses in OAuth's words.
    if (!(error instanceof TykOAuthError)) forgetApi(context, ref.apiId);
    throw error;
  }
}

/** The field of the answer that holds what was granted. */
const grantedBy = { code: "code", token: "access_token" } as const;

/** The fields of rules that have no effect. */
const overwritten = ["expires", "oauth_client_id"] as const;

const requestNames = [...flowNames, "userId", "keyRules"];

/** Checks what is asked for, and gives the rules as they are to be sent. */
function checkRequest(context: MethodContext, request: AuthorizeRequest): KeyRules | undefined {
  checkFlow(context, request, requestNames);
  const { userId, keyRules } = request as { readonly [Field in keyof AuthorizeRequest]: unknown };
  if (userId !== undefined) context.check.nonEmptyString(userId, "userId");
  if (keyRules === undefined) return undefined;
  if (userId !== undefined)
    context.check.fail("userId", "and keyRules must not both be given: name the user in the rules");
  const written = writeKeyRules(keyRules);
  if ("why" in written) return context.check.fail("keyRules", written.why);
  const dropped = overwritten.filter((name) => Object.hasOwn(keyRules as object, name));
  if (dropped.length > 0)
    context.warn(`keyRules: the gateway overwrites ${dropped.join(" and ")} with the token's own`);
  // What was checked is what is sent, whatever becomes of the object.
  return JSON.parse(written.text) as KeyRules;
}

/** The rules of the token as text; `undefined` where the client's policy alone rules. */
async function rulesFor(
  context: MethodContext,
  { userId }: AuthorizeRequest,
  passed: KeyRules | undefined,
  client: OAuthClient,
  api: ApiDefinition,
): Promise<string | undefined> {
  const orgId = orgIdOf(api);
  if (passed !== undefined) {
    if (passed.org_id !== orgId)
      context.check.fail("keyRules", "must name the API's own organisation as org_id");
    await requireGrants(context, passed.apply_policies ?? [], api);
    return JSON.stringify(passed);
  }
  const { policy_id } = fieldsOf(client);
  if (policy_id === "")
    throw new TykUnsupportedError(
      "this client has no policy, so that what it is granted would be of no use: give keyRules",
      { operation: context.name },
    );
  await requireGrant(context, policy_id, api);
  if (userId === undefined) return undefined;
  // The organisation is the API's own, which may have no name.
  return JSON.stringify({
    org_id: orgId,
    apply_policies: [policy_id],
    meta_data: { user: userId },
  });
}

/** The answer grants what was asked for, and leads to the place that was asked for. */
function requireAnswer(
  context: MethodContext,
  answer: AuthorizeCodeResponse | AuthorizeTokenResponse,
  responseType: "code" | "token",
  { redirectUri, state }: AuthorizeRequest,
): void {
  if (!(grantedBy[responseType] in answer))
    throw context.createSchemaError(`the gateway granted no ${responseType}`);
  const why = redirectTargetProblem(answer, redirectUri, state);
  if (why !== undefined) throw context.createSchemaError(why);
}
