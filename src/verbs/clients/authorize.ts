import type {
  ApiDefinition,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
  OAuthClient,
} from "../../../generated/index.ts";
import { TykOAuthError } from "../../errors/api.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { addressOf } from "../apis/address.ts";
import { forgetApi, readOAuthApi } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { orgIdOf } from "../omitted-fields.ts";
import { requireGrants } from "../policies/grants.ts";
import { checkFlowRequest, requireRegisteredUri } from "./flow.ts";
import type { FlowRequest } from "./flow.ts";
import { serializeKeyRules } from "./key-rules.ts";
import type { KeyRules } from "./key-rules.ts";
import { fieldsOf, readClient } from "./read.ts";
import { redirectTargetProblem } from "./redirect-target.ts";

/** The request of `clients.authorize`. */
export interface AuthorizeRequest<
  Type extends "code" | "token" = "code" | "token",
> extends FlowRequest<Type> {
  /**
   * The id of the user who agreed. It becomes `meta_data.user` of the token's session, and `tokens.find` can search for it. The
   * token gets the client's policy. Cannot be combined with `keyRules`.
   */
  readonly userId?: string | undefined;
  /**
   * The rules of this user's token, which replace the client's policy; see {@link keyRules}.
   * @defaultValue the client's policy
   */
  readonly keyRules?: KeyRules | undefined;
}

/** The result of `clients.authorize`, by the response type. A dry run grants nothing, so its result has no field. */
export type AuthorizeResult<Type extends "code" | "token"> = Partial<
  Type extends "token" ? AuthorizeTokenResponse : AuthorizeCodeResponse
>;

/**
 * Grants a code or a token. Before it sends the gateway's secret it checks that the API uses OAuth, that the API itself
 * receives the request (traps 18 and 26), and that the client and its policy fit.
 */
export async function authorize<Type extends "code" | "token">(
  context: MethodContext,
  ref: ClientRef,
  request: AuthorizeRequest<Type>,
): Promise<AuthorizeResult<Type>> {
  context.check.ref(ref);
  const passedRules = checkRequest(context, request);
  const { responseType = "code", redirectUri, state } = request;
  const { apiId, clientId } = ref;
  context.startWriting();
  const consequence =
    "the gateway would pass the request, with its own secret, to the API's upstream";
  const api = await readOAuthApi(context, apiId, consequence);
  const path = await addressOf(context, api, "authorizeClient", request.listenPath);
  const client = await readClient(context, ref);
  requireRegisteredUri(context, client, redirectUri);
  const rules = await buildKeyRules(context, request, passedRules, client, api);
  const body = {
    response_type: responseType,
    client_id: clientId,
    // The gateway decodes this field twice, so its value is encoded once more than the form itself does.
    redirect_uri: redirectUri.replaceAll("%", "%25").replaceAll("+", "%2B"),
    ...(state === undefined ? {} : { state }),
    ...(rules === undefined ? {} : { key_rules: rules }),
  };
  try {
    const input = { path, body };
    const response = await context.write("authorizeClient", input, { apiId }, undefined);
    if (response === undefined) return {};
    if (!((responseType === "code" ? "code" : "access_token") in response))
      throw context.createSchemaError(`the gateway granted no ${responseType}`);
    const why = redirectTargetProblem(response, redirectUri, state);
    if (why !== undefined) throw context.createSchemaError(why);
    // The response has the field that belongs to the response type.
    return response as object;
  } catch (error) {
    // The API may have changed since its definition was read. A TykOAuthError proves that it still uses OAuth.
    if (!(error instanceof TykOAuthError)) forgetApi(context, apiId);
    throw error;
  }
}

/** Checks the request. Returns a copy of its key rules, as they are sent. */
function checkRequest(context: MethodContext, request: AuthorizeRequest): KeyRules | undefined {
  checkFlowRequest(context, request, parameters["clients.authorize"].request);
  const { userId, keyRules } = request as { readonly [Field in keyof AuthorizeRequest]: unknown };
  if (userId !== undefined) context.check.nonEmptyString(userId, "userId");
  if (keyRules === undefined) return undefined;
  if (userId !== undefined)
    context.check.fail("userId", "and keyRules must not both be given: name the user in the rules");
  const serialized = serializeKeyRules(keyRules);
  if ("why" in serialized) return context.check.fail(serialized.field, serialized.why);
  // The copy is sent, so a later change of the caller's object has no effect.
  return JSON.parse(serialized.text) as KeyRules;
}

/** Builds the JSON text of the token's key rules. Returns `undefined` if no rules are needed. */
async function buildKeyRules(
  context: MethodContext,
  { userId }: AuthorizeRequest,
  passedArgs: KeyRules | undefined,
  client: OAuthClient,
  api: ApiDefinition,
): Promise<string | undefined> {
  const orgId = orgIdOf(api);
  if (passedArgs !== undefined) {
    if (passedArgs.org_id !== orgId)
      context.check.fail("keyRules", "must name the API's own organisation as org_id");
    await requireGrants(context, passedArgs.apply_policies ?? [], api);
    return JSON.stringify(passedArgs);
  }
  const { policy_id } = fieldsOf(client);
  if (policy_id === "")
    throw context.createUnsupportedError(
      `the client ${client.client_id} has no policy, so a code or a token would be of no use: pass keyRules`,
    );
  await requireGrants(context, [policy_id], api);
  if (userId === undefined) return undefined;
  const rules = { org_id: orgId, apply_policies: [policy_id], meta_data: { user: userId } };
  return JSON.stringify(rules);
}
