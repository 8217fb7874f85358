import type { ClientRef } from "../../types/client-refs.ts";
import { addressOf, endpointUrl } from "../apis/address.ts";
import { readOAuthApi } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { checkFlowRequest, requireRegisteredUri } from "./flow.ts";
import type { FlowRequest } from "./flow.ts";
import { parseUrl } from "../../util/url.ts";
import { readClient } from "./read.ts";

/** The request of `clients.loginPage`. */
export type LoginPageRequest = FlowRequest;

/** The login page to which the gateway redirects a browser. */
export interface LoginPage {
  /** The URL of the API's login page, with the request as its query. */
  readonly url: string;
}

/** Starts a flow as a browser does, without the gateway's secret, and returns the address of the redirect. */
export async function loginPage(
  context: MethodContext,
  ref: ClientRef,
  request: LoginPageRequest,
): Promise<LoginPage> {
  context.check.ref(ref);
  checkFlowRequest(context, request, parameters["clients.loginPage"].request);
  const { responseType = "code", redirectUri, state } = request;
  const api = await readOAuthApi(context, ref.apiId, "no browser can start a flow there");
  const path = await addressOf(context, api, "oauthAuthorize", request.listenPath);
  requireRegisteredUri(context, await readClient(context, ref), redirectUri);
  const query = {
    response_type: responseType,
    client_id: ref.clientId,
    redirect_uri: redirectUri,
    ...(state === undefined ? {} : { state }),
  };
  await context.read("oauthAuthorize", { path, query }, { apiId: ref.apiId });
  return {
    url: readLoginPageUrl(context, ref.apiId, endpointUrl(context, path, "oauthAuthorize")),
  };
}

/** Reads the redirect's target. An API without a login page redirects the browser to the request's own URL, in a loop. */
function readLoginPageUrl(context: MethodContext, apiId: string, requestUrl: string): string {
  const location = context.response?.headers.get("location") ?? "";
  const url = parseUrl(location, requestUrl);
  if (url === undefined)
    throw context.createSchemaError("the gateway redirects to an address that is not a URL");
  // An API's definition can name a javascript: or data: URL as the login page. A browser would run it.
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw context.createSchemaError(
      "the gateway redirects to an address that is neither http nor https: check the API's auth_login_redirect",
    );
  if (url.origin + url.pathname === requestUrl)
    throw context.createUnsupportedError(
      `the API ${apiId} has no login page: set auth_login_redirect in its definition`,
    );
  return url.href;
}
