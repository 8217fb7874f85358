import type { ApiModifyKeySuccess, NewClientRequest, OAuthClient } from "../../generated/index.ts";
import { authorize } from "../authorize.ts";
import type { AuthorizeRequest, AuthorizeResult } from "../authorize.ts";
import type { ClientPatch, ClientReplacement } from "../client-documents.ts";
import {
  checkNewClient,
  checkPatch,
  checkReplacement,
  holdsChangedNumber,
  mergePatch,
} from "../internal/client-bodies.ts";
import { TykUnsupportedError } from "../errors/verb.ts";
import { runVerb } from "../internal/verb.ts";
import type { VerbOptions } from "../options.ts";
import type { ClientRef } from "../refs.ts";
import type { TykPromise } from "../tyk-promise.ts";
import type { Deps } from "../internal/deps.ts";

/** The OAuth clients of the gateway's APIs: `tyk.clients`. */
export class ClientsResource {
  readonly #deps: Deps;

  /** @internal */
  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Makes a client: on one API (`api_id`), or without one on each API that the policy grants.
   *
   * The gateway overwrites a client of the same id without a word, its secret included. What the body leaves out, the id
   * and the secret among it, the gateway makes up; a create of which the answer was lost can be repeated safely only where
   * the body names both.
   *
   * @returns The client as stored, with its secret; `meta_data` is `null` where there is none.
   * @throws {@link TykInputError} for an id that is unsafe in a path or holds `\`, `%`, `?` or `#`, a field that clients do
   * not have or that is no text, and where neither `api_id` nor `policy_id` is given.
   * @throws {@link TykBadRequestError} where the API is unknown or not OAuth, or, without `api_id`, the policy is unknown.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const client = await tyk.clients.create({
   *   api_id: "orders",
   *   policy_id: "gold",
   *   redirect_uri: "https://shop.example/cb",
   *   description: "Shop web front",
   * });
   * ```
   */
  create(body: NewClientRequest, args?: undefined, options?: VerbOptions): TykPromise<OAuthClient> {
    return runVerb("clients.create", options, (verb) => {
      checkNewClient(verb, body);
      verb.noArgs(args);
      return verb.request(this.#deps.raw.createOAuthClient({ body }, verb.options), body.api_id);
    });
  }

  /**
   * Reads a client, its secret included: the gateway keeps secrets in clear.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the client or the API is unknown; the gateway does not tell which.
   * @throws {@link TykRequestError} as any request can. Before 4.0 the gateway drops the connection for an API that is not
   * OAuth.
   *
   * @example
   * ```ts
   * const { redirect_uri } = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  get(ref: ClientRef, options?: VerbOptions): TykPromise<OAuthClient> {
    return runVerb("clients.get", options, (verb) => {
      verb.ref(ref);
      return verb.request(this.#deps.raw.getOAuthClient(pathOf(ref), verb.options), ref.apiId);
    });
  }

  /**
   * Lists the clients of an API, secrets included, in no order. Empty for an API that is not OAuth.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown, and where its index names a client whose record is gone.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * for (const { client_id } of await tyk.clients.list({ apiId: "orders" })) console.log(client_id);
   * ```
   */
  list(args: { readonly apiId: string }, options?: VerbOptions): TykPromise<OAuthClient[]> {
    return runVerb("clients.list", options, (verb) => {
      verb.record(args, "args");
      const { apiId } = args;
      verb.id(apiId, "apiId");
      const path = { apiID: apiId };
      return verb.request(this.#deps.raw.listOAuthClients({ path }, verb.options), apiId);
    });
  }

  /**
   * The ids of the APIs that hold a client of this id, in no order; empty for an unknown client.
   *
   * An API whose index names a client whose record is gone is left out, so the list may lack some. Without an organisation,
   * here or in the client's options, the APIs of all are looked at.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const apiIds = await tyk.clients.listApis({ clientId: "shop-web" }); // ["orders", "billing"]
   * ```
   */
  listApis(
    args: { readonly clientId: string; readonly orgId?: string | undefined },
    options?: VerbOptions,
  ): TykPromise<string[]> {
    return runVerb("clients.listApis", options, (verb) => {
      verb.record(args, "args");
      const { clientId, orgId = this.#deps.config.orgId ?? "" } = args;
      verb.id(clientId, "clientId");
      if (typeof orgId !== "string") verb.fail("orgId", "must be a text");
      // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
      const input = { path: { clientID: clientId }, query: { orgID: orgId } };
      return verb.request(this.#deps.raw.listOAuthClientApis(input, verb.options));
    });
  }

  /**
   * Changes what the patch names and leaves the rest: the client is read, merged and written back, since the gateway's own
   * update blanks what it is not given. What another writer stores between the two requests is lost.
   *
   * @param patch - `null` clears a field; `meta_data` is replaced as one value.
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a field that cannot be changed or is no text.
   * @throws {@link TykNotFoundError} where the client is unknown, or the policy.
   * @throws {@link TykBadRequestError} where the policy does not grant the API.
   * @throws {@link TykUnsupportedError} where `meta_data` would stay and holds a whole number beyond 2^53: it would be written
   * back changed.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.update({ apiId: "orders", clientId: "shop-web" }, { description: "Shop, new front" });
   * ```
   */
  update(
    ref: ClientRef,
    patch: ClientPatch,
    args?: undefined,
    options?: VerbOptions,
  ): TykPromise<OAuthClient> {
    return runVerb("clients.update", options, async (verb) => {
      verb.ref(ref);
      checkPatch(verb, patch);
      verb.noArgs(args);
      const { raw } = this.#deps;
      const current = await verb.request(raw.getOAuthClient(pathOf(ref), verb.options), ref.apiId);
      if (current.client_id !== ref.clientId) {
        throw verb.unusable("the gateway answered with another client");
      }
      if (patch.meta_data === undefined && holdsChangedNumber(current.meta_data)) {
        throw new TykUnsupportedError(
          "meta_data holds a whole number beyond 2^53, which JavaScript changes: give meta_data in the patch",
          { operation: verb.name },
        );
      }
      const input = { ...pathOf(ref), body: mergePatch(current, patch) };
      return verb.request(raw.updateOAuthClient(input, verb.options), ref.apiId);
    });
  }

  /**
   * Stores a client whole, but for its id and its secret, which stay: what the body leaves out is blanked.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a field that cannot be replaced or is no text.
   * @throws {@link TykNotFoundError} where the client, the API or the policy is unknown.
   * @throws {@link TykBadRequestError} where the policy does not grant the API; the gateway looks at it before the client.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.replace(
   *   { apiId: "orders", clientId: "shop-web" },
   *   { redirect_uri: "https://shop.example/cb2", policy_id: "gold", description: "", meta_data: null },
   * );
   * ```
   */
  replace(
    ref: ClientRef,
    body: ClientReplacement,
    args?: undefined,
    options?: VerbOptions,
  ): TykPromise<OAuthClient> {
    return runVerb("clients.replace", options, (verb) => {
      verb.ref(ref);
      checkReplacement(verb, body);
      verb.noArgs(args);
      const input = { ...pathOf(ref), body };
      return verb.request(this.#deps.raw.updateOAuthClient(input, verb.options), ref.apiId);
    });
  }

  /**
   * Gives a client a new secret of the gateway's choice, on one API. The old secret stops at once; tokens go on.
   *
   * Each call makes another secret, so it is never repeated by itself: where `outcome` is `"unknown"`, read the client.
   *
   * @returns The client with its new secret.
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the client or the API is unknown.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { secret } = await tyk.clients.rotateSecret({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  rotateSecret(ref: ClientRef, args?: undefined, options?: VerbOptions): TykPromise<OAuthClient> {
    return runVerb("clients.rotateSecret", options, (verb) => {
      verb.ref(ref);
      verb.noArgs(args);
      return verb.request(this.#deps.raw.rotateOAuthClient(pathOf(ref), verb.options), ref.apiId);
    });
  }

  /**
   * Deletes a client of one API. An unknown client is a success too, as it is to the gateway.
   *
   * Its tokens are refused a second later, but stay in storage: revoke them first, and never make the id again, since that
   * would bring them back to life.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown (on 3.0 also where it is not OAuth).
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.delete({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  delete(ref: ClientRef, args?: undefined, options?: VerbOptions): TykPromise<ApiModifyKeySuccess> {
    return runVerb("clients.delete", options, (verb) => {
      verb.ref(ref);
      verb.noArgs(args);
      return verb.request(this.#deps.raw.deleteOAuthClient(pathOf(ref), verb.options), ref.apiId);
    });
  }

  /**
   * Grants a client a code (or a token) for a user who logged in and agreed: what a consent page calls before it sends the
   * browser to `redirect_to`.
   *
   * The API's definition is read first (and kept for a minute): it has the listen path to call, and on an API that is not
   * OAuth the gateway would pass the request, its own secret with it, to the API's upstream. A code works once.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path, a redirect URI that is missing or no absolute URL, and
   * rules that name neither a policy nor access rights.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykUnsupportedError} where the API is not OAuth, or its listen path is a pattern.
   * @throws {@link TykOAuthError} where the gateway refuses: `invalid_request` for another redirect URI than the registered
   * one, `server_error` for an unknown client, `unauthorized_client` for a client without a redirect URI,
   * `unsupported_response_type` where the API does not allow the response type.
   * @throws {@link TykConfigError} where `apiBaseUrl` as a function gives no usable URL.
   * @throws {@link TykRequestError} as any request can; {@link TykRouteError} where the API is served elsewhere (see
   * `apiBaseUrl`).
   *
   * @example
   * ```ts
   * const { redirect_to } = await tyk.clients.authorize(
   *   { apiId: "orders", clientId: "shop-web" },
   *   { redirectUri: "https://shop.example/cb", state },
   * );
   * ```
   */
  authorize<Type extends "code" | "token" = "code">(
    ref: ClientRef,
    request: AuthorizeRequest<Type>,
    options?: VerbOptions,
  ): TykPromise<AuthorizeResult<Type>> {
    return runVerb("clients.authorize", options, (verb) =>
      authorize(verb, this.#deps, ref, request),
    );
  }
}

function pathOf(ref: ClientRef): { path: { apiID: string; keyName: string } } {
  return { path: { apiID: ref.apiId, keyName: ref.clientId } };
}
