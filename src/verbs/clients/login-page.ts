import { TykUnsupportedError } from "../../errors/verb.ts";
import { withoutLastSlashes } from "../../config/base-url.ts";
import type { ApiAddress } from "../../types/raw.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { addressOf } from "../apis/address.ts";
import { definitionOf, requireOAuth } from "../apis/definition.ts";
import type { Verb } from "../verb.ts";
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
  verb: Verb,
  ref: ClientRef,
  request: LoginPageRequest,
): Promise<LoginPage> {
  verb.check.ref(ref);
  checkFlow(verb, request, flowNames);
  const { responseType = "code", redirectUri, state } = request;
  const api = await definitionOf(verb, ref.apiId);
  requireOAuth(verb, api, "no browser can start a flow there");
  const path = await addressOf(verb, api, "oauthAuthorize", request.listenPath);
  requireRegistered(verb, await readClient(verb, ref), redirectUri);
  const query = {
    response_type: responseType,
    client_id: ref.clientId,
    redirect_uri: redirectUri,
    ...(state === undefined ? {} : { state }),
  };
  await verb.read("oauthAuthorize", { path, query }, { apiId: ref.apiId });
  return { url: pageOf(verb, baseOf(verb, path)) };
}

/** Where the request went, without its query. */
function baseOf({ deps }: Verb, { listenPath, apiBaseUrl }: ApiAddress): string {
  // A function of the API has been asked by now.
  const base = apiBaseUrl ?? (deps.config.apiBaseUrl as string);
  return `${withoutLastSlashes(base)}${withoutLastSlashes(listenPath)}/oauth/authorize/`;
}

/** Where the answer leads; of an API without a login page that is where the request went, again and again. */
function pageOf(verb: Verb, base: string): string {
  const location = verb.response?.headers.get("location") ?? "";
  if (!URL.canParse(location, base)) throw verb.unusable("the gateway sends the browser nowhere");
  const url = new URL(location, base);
  // A definition can name javascript: or data: as the login page, and a browser would run it.
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw verb.unusable(
      "the gateway sends the browser to an address that is neither http nor https",
    );
  if (url.origin + url.pathname === base)
    throw new TykUnsupportedError("this API has no login page (auth_login_redirect)", {
      operation: verb.name,
    });
  return url.href;
}
