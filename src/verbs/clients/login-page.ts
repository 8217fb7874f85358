import { TykUnsupportedError } from "../../errors/method.ts";
import { withoutLastSlashes } from "../../config/base-url.ts";
import type { ApiAddress } from "../../types/raw.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { addressOf } from "../apis/address.ts";
import { readDefinition, requireOAuth } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { checkFlow, flowNames, requireRegistered } from "./flow.ts";
import type { FlowRequest } from "./flow.ts";
import { readClient } from "./read.ts";

/** What `clients.loginPage` is asked for. */
export type LoginPageRequest = FlowRequest;

/** Where the gateway sends a browser. */
export interface LoginPage {
  /** The API's login page, with the request as its query: what the page gets. */
  readonly url: string;
}

/** Starts a flow as a browser would, without the gateway's secret, and reads where it is sent. */
export async function loginPage(
  context: MethodContext,
  ref: ClientRef,
  request: LoginPageRequest,
): Promise<LoginPage> {
  context.check.ref(ref);
  checkFlow(context, request, flowNames);
  const { responseType = "code", redirectUri, state } = request;
  const api = await readDefinition(context, ref.apiId);
  requireOAuth(context, api, "no browser can start a flow there");
  const path = await addressOf(context, api, "oauthAuthorize", request.listenPath);
  requireRegistered(context, await readClient(context, ref), redirectUri);
  const query = {
    response_type: responseType,
    client_id: ref.clientId,
    redirect_uri: redirectUri,
    ...(state === undefined ? {} : { state }),
  };
  await context.read("oauthAuthorize", { path, query }, { apiId: ref.apiId });
  return { url: pageOf(context, baseOf(context, path)) };
}

/** Where the request went, without its query. */
function baseOf({ deps }: MethodContext, { listenPath, apiBaseUrl }: ApiAddress): string {
  // A function of the API has been asked by now.
  const base = apiBaseUrl ?? (deps.config.apiBaseUrl as string);
  return `${withoutLastSlashes(base)}${withoutLastSlashes(listenPath)}/oauth/authorize/`;
}

/** Where the answer leads; of an API without a login page that is where the request went, again and again. */
function pageOf(context: MethodContext, base: string): string {
  const location = context.response?.headers.get("location") ?? "";
  if (!URL.canParse(location, base))
    throw context.createSchemaError("the gateway sends the browser nowhere");
  const url = new URL(location, base);
  // A definition can name javascript: or data: as the login page, and a browser would run it.
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw context.createSchemaError(
      "the gateway sends the browser to an address that is neither http nor https",
    );
  if (url.origin + url.pathname === base)
    throw new TykUnsupportedError("this API has no login page (auth_login_redirect)", {
      operation: context.name,
    });
  return url.href;
}
