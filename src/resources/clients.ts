import type { NewClientRequest, OAuthClient } from "../../generated/index.ts";
import type { ClientReplacement } from "../types/client-documents.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { ClientEverywhere, ClientRef, ClientTarget } from "../types/client-refs.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { AuthorizeRequest, AuthorizeResult } from "../verbs/clients/authorize.ts";
import type { LoginPage, LoginPageRequest } from "../verbs/clients/login-page.ts";
import type { ClientCopy, OfTarget } from "../verbs/clients/copies.ts";
import type { CreateArgs, CreatedClient } from "../verbs/clients/create.ts";
import type { CutOffArgs, CutOffResult } from "../verbs/clients/cut-off.ts";
import type { DeleteArgs, DeletionReport } from "../verbs/clients/delete.ts";
import type { ClientInspection } from "../verbs/clients/inspect.ts";
import type { ClientOfApi, IterateAllArgs } from "../verbs/clients/iterate-all.ts";
import type { ClientWithoutSecret } from "../verbs/clients/read.ts";
import type { IndexReport, RepairIndexInput } from "../verbs/clients/repair-index.ts";
import type { ReplaceArgs } from "../verbs/clients/replace.ts";
import type { RotateSecretArgs } from "../verbs/clients/rotate-secret.ts";
import type { PatchInput, UpdateArgs } from "../verbs/clients/update.ts";

/** The OAuth clients of the gateway's APIs: `tyk.clients`. */
export class ClientsResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Makes a client: on one API (`api_id`), on several with one secret (`apis`), or on each OAuth API that the policy grants.
   *
   * The gateway overwrites a client of the same id without a word, its secret included, so each API is looked at first, and
   * what is there is never overwritten unless `ifExists` says so. The look and the write are two requests: a client that
   * somebody else makes in between is overwritten all the same. An id and a secret that the body does not name are made here
   * (32 hex digits; 256 bits as base64url), so that a create whose answer was lost can be repeated; a create of exactly the
   * client that is there, secret included, is a success. Run again after a cut it makes what is missing.
   *
   * An id or a secret with characters beyond `A-Z a-z 0-9 - . _ ~` is taken with a warning: the gateway's token endpoint does not decode
   * Basic credentials, which libraries that follow RFC 6749 (2.3.1) encode. The ones that are made here need no encoding.
   *
   * An id that was used before brings the tokens back to life that its client left: never take one of a deleted client.
   *
   * @returns The client as stored, with its secret; `meta_data` is `null` where there is none.
   * @throws {@link TykInputError} for an id that is unsafe in a path or holds `\`, `%`, `?`, `#` or a colon, a redirect URI that is missing,
   * relative or has a fragment, `meta_data` that is no object or is nested deeper than 500 levels, a secret that Basic credentials cannot carry, a field that
   * clients do not have, and where no API and no policy is named.
   * @throws {@link TykConflictError} where a client of this id is there, and with `ifExists` where it cannot be told what to keep
   * or to replace: the message says what to name.
   * @throws {@link TykNotFoundError} where an API or the policy is unknown (from a gateway that cannot be asked for policies, the
   * refusal of the create itself, a {@link TykBadRequestError}).
   * @throws {@link TykUnsupportedError} if an API is not OAuth, or the policy's tokens would not open it: the policy does not grant
   * the API or grants it without its access rights (`partitions` without `acl`), is inactive, or is not of the API's organisation.
   * Not if the gateway cannot tell: before 4.3, and before 5.12 of policies that it reads from a file.
   * @throws {@link TykIncompleteError} with a {@link CopiesReport} where it was made on some APIs and not on others. Without `api_id`
   * and `apis`, on a gateway that does not show its policies, also if the create failed after copies were stored: a policy that grants
   * an API that does not exist is refused only then. Elsewhere the client is created on the APIs that exist, with a warning.
   * Also, with a {@link ClientLookupReport}, if it cannot be told whether a client of this id exists: nothing was written then.
   * @throws {@link TykRequestError} as any request can; where the client may be there, `clientId` is its id.
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
  create(
    body: NewClientRequest,
    args?: CreateArgs,
    options?: VerbOptions,
  ): TykPromise<CreatedClient> {
    return this.#engine.run("clients.create", [body, args], options, (verbs) => verbs.createClient);
  }

  /**
   * Reads a client, its secret included: the gateway keeps secrets in clear.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the client or the API is unknown; the gateway does not tell which. A 404 is believed after a
   * control and a second read.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it cannot be told whether the client exists, because the
   * gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can. Before 4.0 the gateway drops the connection for an API that is not
   * OAuth.
   *
   * @example
   * ```ts
   * const { redirect_uri } = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  get(ref: ClientRef, options?: VerbOptions): TykPromise<OAuthClient> {
    return this.#engine.run("clients.get", [ref], options, (verbs) => verbs.getClient);
  }

  /**
   * Lists the clients of an API, secrets included, in no order. Empty for an API that is not OAuth.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykIncompleteError} with a {@link BrokenIndexReport} where the API's index names a client whose record is
   * gone: the gateway answers as if there were no such API. See {@link ClientsResource.repairIndex}. With an {@link AbsenceReport} if the
   * list is empty, and the gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * for (const { client_id } of await tyk.clients.list({ apiId: "orders" })) console.log(client_id);
   * ```
   */
  list(args: { readonly apiId: string }, options?: VerbOptions): TykPromise<OAuthClient[]> {
    return this.#engine.run("clients.list", [args], options, (verbs) => verbs.listClients);
  }

  /**
   * Goes through the clients of every OAuth API, one API after the other, odd ids included; a client of several APIs comes once
   * for each. Secrets are left out unless asked for.
   *
   * @throws {@link TykInputError} for an argument that is wrong.
   * @throws {@link TykIncompleteError} with a {@link BrokenIndexReport}, after all others have come, where an API's clients
   * cannot be listed; with an {@link AbsenceReport}, at once, if an API's list is empty and the gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * for await (const { apiId, client } of tyk.clients.iterateAll()) console.log(apiId, client.client_id);
   * ```
   */
  iterateAll<Secrets extends boolean = false>(
    args?: IterateAllArgs<Secrets>,
    options?: Omit<VerbOptions, "deadlineMs">,
  ): AsyncGenerator<
    ClientOfApi<Secrets extends true ? OAuthClient : ClientWithoutSecret>,
    void,
    undefined
  > {
    return this.#engine.iterate("clients.iterateAll", [args, options], (verbs) => verbs.iterateAll);
  }

  /**
   * The ids of the APIs that hold a client of this id, in no order; empty for an unknown client.
   *
   * An API whose index names a client whose record is gone is left out, so the list may lack some:
   * {@link ClientsResource.inspect} looks at each API itself. Without an organisation, here or in the client's options, the
   * APIs of all are looked at.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykUnsupportedError} where the gateway is the edge of a larger deployment.
   * @throws {@link TykIncompleteError} with an {@link AbsenceReport} if the list is empty, and the gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const apiIds = await tyk.clients.listApis({ clientId: "shop-web" }); // ["orders", "billing"]
   * ```
   */
  listApis(args: ClientEverywhere, options?: VerbOptions): TykPromise<string[]> {
    return this.#engine.run("clients.listApis", [args], options, (verbs) => verbs.listClientApis);
  }

  /**
   * Shows the copies of a client on all OAuth APIs, without their secrets, and in what they differ: a client of several APIs
   * is stored once for each, and update, rotation and deletion touch one of them.
   *
   * It reads the definitions of all APIs, and asks each OAuth API for the client, 8 at once.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where no API has the client.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it cannot be told whether the client exists, because the
   * gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { copies, drift } = await tyk.clients.inspect({ clientId: "shop-web" });
   * if (drift.includes("secret")) console.error("the copies have different secrets");
   * ```
   */
  inspect(client: ClientEverywhere, options?: VerbOptions): TykPromise<ClientInspection> {
    return this.#engine.run("clients.inspect", [client], options, (verbs) => verbs.inspectClient);
  }

  /**
   * Changes what the patch names and leaves the rest: the client is read, merged, written back and read again, since the
   * gateway's own update blanks what it is not given. What another writer stores between the look and the write is lost, and
   * without an ETag nobody can see it; what is stored after the write is a {@link TykConflictError}.
   *
   * Where the policy changes, `tokens` must say what becomes of the tokens that there are: they keep the old policy's rights,
   * and where keys are hashed the gateway takes all of them off the list, out of reach; where they are not it ends those on the
   * list, even if they are to be kept, which `warnings` of {@link TykPromise.withResponse} says. Where the gateway does not list
   * its keys, with `tokens: "revoke"` those on the list alone are ended, and a warning says so.
   *
   * @param patch - `null` clears a field; `meta_data` is replaced as one value; a function makes the patch of what is there.
   * @returns The client as it is now; for copies each of them.
   * @throws {@link TykInputError} for an id that is unsafe in a path, a field that cannot be changed or a value that would not
   * work, a policy that changes without `tokens`, and a patch function that throws.
   * @throws {@link TykNotFoundError} where the client is unknown, or the policy.
   * @throws {@link TykConflictError} where somebody else wrote at the same time, or the client was read and then is gone; `outcome` says
   * whether this was written.
   * @throws {@link TykUnsupportedError} if tokens of the new policy would not open the API, as in {@link ClientsResource.create} (from a
   * gateway that cannot be asked for it the refusal of the update itself, a {@link TykBadRequestError}), and if `meta_data` would stay and cannot be written back as it is: a
   * whole number beyond 2^53, half a character, or more than 500 levels.
   * @throws {@link TykIncompleteError} where with `tokens: "revoke"` a token that is known is not proved to be gone (a
   * {@link TokensReport}; nothing was written), where some copies were changed and others not (a {@link CopiesReport}), and if it
   * cannot be told whether the client exists (a {@link ClientLookupReport}; nothing was written).
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.update({ apiId: "orders", clientId: "shop-web" }, { description: "Shop, new front" });
   * ```
   */
  update<Target extends ClientTarget>(
    target: Target,
    patch: PatchInput,
    args?: UpdateArgs,
    options?: VerbOptions,
  ): TykPromise<OfTarget<Target, ClientCopy, OAuthClient>> {
    return this.#engine.run(
      "clients.update",
      [target, patch, args],
      options,
      (verbs) => verbs.updateClient<Target>,
    );
  }

  /**
   * Stores a client whole, but for its id and its secret, which stay: what the body leaves out is blanked. Otherwise it is as
   * {@link ClientsResource.update}.
   *
   * @returns The client as it is now; for copies each of them.
   * @throws {@link TykInputError} for an id that is unsafe in a path, a field that cannot be replaced or a value that would not
   * work, a body without a redirect URI unless `blankRedirectUri` is set, and a policy that changes without `tokens`.
   * @throws {@link TykNotFoundError} where the client, the API or the policy is unknown.
   * @throws {@link TykUnsupportedError} if tokens of the new policy would not open the API, as {@link ClientsResource.update} does.
   * @throws {@link TykConflictError} as {@link ClientsResource.update} does.
   * @throws {@link TykIncompleteError} as {@link ClientsResource.update} does.
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
  replace<Target extends ClientTarget>(
    target: Target,
    body: ClientReplacement,
    args?: ReplaceArgs,
    options?: VerbOptions,
  ): TykPromise<OfTarget<Target, ClientCopy, OAuthClient>> {
    return this.#engine.run(
      "clients.replace",
      [target, body, args],
      options,
      (verbs) => verbs.replaceClient<Target>,
    );
  }

  /**
   * Gives a client a new secret; the old one stops at once, tokens go on.
   *
   * Without arguments it is the gateway's own rotation of one client: each call makes another secret, so it is never repeated
   * by itself; where its answer is lost the client is read, and a changed secret is the new one. With `secret`, `stage` or
   * `activate`, or for copies, the secret is made here or by you, and set through a create, the one call of the gateway that
   * takes a secret, in the order that cuts nobody off: staged where the client's users will find it, set on each API, activated,
   * and read again. Where setting or activating fails the old secret is put back on each API, and read.
   *
   * @returns The client with its new secret; for copies each of them.
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a secret that Basic credentials cannot carry.
   * @throws {@link TykNotFoundError} where the client or the API is unknown.
   * @throws {@link TykConfigError} where `stage` fails: nothing was set. What it threw is not repeated, as it may quote the secret.
   * @throws {@link TykConflictError} where somebody else changed the client at the same time, or the client was read and then is gone.
   * @throws {@link TykUnsupportedError} if `meta_data` cannot be written back as it is, as {@link ClientsResource.update} does. The
   * gateway's own rotation, without arguments, writes no metadata.
   * @throws {@link TykIncompleteError} with a {@link RotationReport} where it failed later: it says for each API which secret it has;
   * with a {@link ClientLookupReport} if it cannot be told whether the client exists.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { secret } = await tyk.clients.rotateSecret({ apiId: "orders", clientId: "shop-web" });
   *
   * // Into a vault first, then to the gateway, on every API.
   * const stage = async (next: string): Promise<void> => console.log(next.length);
   * await tyk.clients.rotateSecret({ clientId: "shop-web", apis: "all" }, { stage });
   * ```
   */
  rotateSecret<Target extends ClientTarget>(
    target: Target,
    args?: RotateSecretArgs,
    options?: VerbOptions,
  ): TykPromise<OfTarget<Target, ClientCopy, OAuthClient>> {
    return this.#engine.run(
      "clients.rotateSecret",
      [target, args],
      options,
      (verbs) => verbs.rotateSecret<Target>,
    );
  }

  /**
   * Deletes a client, its tokens first. They would otherwise stay in storage. OAuth APIs refuse them while the client does not exist,
   * and take them again with its id. An API that is not OAuth does not check the client: there such a token works until it is removed or
   * expires.
   *
   * With `tokens: "revoke"`, the default, it ends each token that a list or the keys lead to, on whichever API. What nobody can
   * list (refresh tokens whose access token has expired, codes that are not exchanged, with `apis: "all"` copies on removed APIs) is
   * named in the report: never make the id again.
   *
   * Where tokens were ended it waits out the gateway's session cache, eleven seconds, unless `wait` is `false`. An unknown client
   * is a success too, as it is to the gateway; `existed` tells.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown. Before 4.0 the gateway drops the connection for an API that is not
   * OAuth.
   * @throws {@link TykConflictError} if the client was read and the gateway then says that it is not there: somebody deleted it, or the
   * gateway's storage fails.
   * @throws {@link TykIncompleteError} with a {@link TokensReport} where a token that is known is not proved to be gone: the
   * client was not deleted, unless `ifUnproved` says to go on; with a {@link CopiesReport} where it was deleted on some APIs alone;
   * with a {@link ClientLookupReport} if it cannot be told whether the client exists.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.delete({ apiId: "orders", clientId: "shop-web" });
   * await tyk.clients.delete({ clientId: "shop-web", apis: "all" });
   * ```
   */
  delete(
    target: ClientTarget,
    args?: DeleteArgs,
    options?: VerbOptions,
  ): TykPromise<DeletionReport> {
    return this.#engine.run(
      "clients.delete",
      [target, args],
      options,
      (verbs) => verbs.deleteClient,
    );
  }

  /**
   * For the night when a client's secret has leaked: gives it a new secret on every API, and then ends all of its tokens as
   * {@link TokensResource.revokeAll} does. In this order, since otherwise new tokens are minted while old ones are revoked.
   *
   * Nothing that the client's document holds keeps the leaked secret valid: if `meta_data` cannot be written back as it is, or the
   * gateway refuses the document, the gateway's own rotation makes the new secret (`"replaced-by-gateway"`).
   *
   * Copies on APIs that are not OAuth any more count as well (from 4.3 on), because they work again with the API. The report names
   * what no read reaches, and has a line for each API that the tokens opened. It can be run again after a cut; with the same `secret` it
   * leaves copies alone that have it already.
   *
   * @returns The copies with their new secret, and the report, which is the evidence and holds no secret.
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a secret that Basic credentials cannot carry.
   * @throws {@link TykNotFoundError} where no API has the client.
   * @throws {@link TykConfigError} where `stage` fails: nothing was changed.
   * @throws {@link TykIncompleteError} with a {@link CutOffReport} where a secret was not replaced, a token is not proved to
   * be gone, or a copy could not be read. The new secret is not in it: read it by {@link ClientsResource.get}.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { copies, report } = await tyk.clients.cutOff({ clientId: "shop-web" });
   * console.log(JSON.stringify(report));
   * ```
   */
  cutOff(
    client: ClientEverywhere,
    args?: CutOffArgs,
    options?: VerbOptions,
  ): TykPromise<CutOffResult> {
    return this.#engine.run("clients.cutOff", [client, args], options, (verbs) => verbs.cutOff);
  }

  /**
   * Asks where the gateway sends a browser that starts a flow for this client: the API's login page, with the request as its
   * query. For a link to log in, and to see that the page is set and that the gateway takes the client and its redirect URI.
   * Changes nothing, and asks as a browser does: the gateway's secret does not go to the API.
   *
   * @param request - What the client asks for; without PKCE, which this gateway does not enforce.
   * @throws {@link TykInputError} for a request that is wrong, a `redirectUri` that is not exactly one of the client's (the
   * gateway itself takes whatever begins with one), and a `listenPath` that the API's listen path does not match.
   * @throws {@link TykNotFoundError} where the client or the API is unknown.
   * @throws {@link TykUnsupportedError} where the API is not OAuth, has no login page (the gateway then sends the browser back to
   * where it came from, for ever), or is served on a domain of its own that `apiBaseUrl` does not name, where it is not certain
   * that the API itself receives the request, and where the client has no redirect URI.
   * @throws {@link TykConfigError} where `apiBaseUrl` is a function that fails or gives no URL.
   * @throws {@link TykPermissionError} where the gateway does not take the client after all.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it cannot be told whether the client exists, because the
   * gateway's storage seems to be down.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { url } = await tyk.clients.loginPage(
   *   { apiId: "orders", clientId: "shop-web" },
   *   { redirectUri: "https://shop.example/cb", state: "xyz" },
   * );
   * ```
   */
  loginPage(
    ref: ClientRef,
    request: LoginPageRequest,
    options?: VerbOptions,
  ): TykPromise<LoginPage> {
    return this.#engine.run(
      "clients.loginPage",
      [ref, request],
      options,
      (verbs) => verbs.loginPage,
    );
  }

  /**
   * Heals the index of an API that names a client whose record is gone, as storage that evicts keys leaves behind: its clients
   * cannot be listed, and the gateway's `revoke_all` does not find them. Only deleting that client heals it, and the gateway
   * does not name it, so that candidates must be given. Those that have a record are left alone; of the others the tokens are
   * ended and the id is deleted, one after the other, until the list can be read.
   *
   * The look and the deletion are two requests: a candidate that somebody makes in between is deleted.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykUnsupportedError} where the API is not OAuth.
   * @throws {@link TykIncompleteError} with an {@link IndexReport} where none of the candidates was it.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.clients.repairIndex({ apiId: "orders", candidates: ["shop-web", "shop-app"] });
   * ```
   */
  repairIndex(input: RepairIndexInput, options?: VerbOptions): TykPromise<IndexReport> {
    return this.#engine.run("clients.repairIndex", [input], options, (verbs) => verbs.repairIndex);
  }

  /**
   * Grants a client a code (or a token) for a user who logged in and agreed: what a consent page calls before it sends the
   * browser to `redirect_to`. A code works once. The gateway does not enforce PKCE.
   *
   * It looks first: at the API's definition (kept for a minute), since on an API that is not OAuth the gateway would pass the
   * request, its own secret with it, to the API's upstream; at the list of all APIs (kept for a minute), since another API whose
   * listen path, id or domain fits the address too can receive the request in its place; at the client, whose redirect URI must be
   * exactly the one that is asked for, since the gateway takes whatever begins with it; and at the policy (kept for a minute), whose
   * tokens must open the API: those of one that grants nothing open it all the same before 5.7. The policies of `keyRules` are judged
   * together, as the gateway applies them: one must grant the API, and none may be unknown, inactive or of another organisation.
   * Access rights with `allowed_urls` open those URLs alone. Afterwards it makes sure that `redirect_to` leads to
   * that redirect URI, and that the state is the one that was given.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path, a redirect URI that is missing, no absolute URL, or not
   * exactly one of the client's, a `listenPath` that the API's listen path does not match, and rules that name neither a policy nor access rights or another organisation.
   * @throws {@link TykNotFoundError} where the API, the client or the policy is unknown.
   * @throws {@link TykUnsupportedError} where the API is not OAuth, its listen path is a pattern and `listenPath` is not given,
   * the client has no redirect URI or (without `keyRules`) no policy, or tokens of the policy would not open the API (see
   * {@link ClientsResource.create}); and where it is not certain that the API itself receives the request: the gateway does not list
   * its APIs, another API may receive it, or the API is not served at that address. The message names both APIs and what to do.
   * Nothing was sent to an API then.
   * @throws {@link TykOAuthError} where the gateway refuses: `unsupported_response_type` where the API does not allow the response type.
   * @throws {@link TykResponseError} where the answer leads elsewhere.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it cannot be told whether the client exists, because the
   * gateway's storage seems to be down.
   * @throws {@link TykConfigError} where `apiBaseUrl` as a function gives no usable URL.
   * @throws {@link TykRequestError} as any request can; {@link TykRouteError} where the API is served elsewhere (see
   * `apiBaseUrl`).
   *
   * @example
   * ```ts
   * const { redirect_to } = await tyk.clients.authorize(
   *   { apiId: "orders", clientId: "shop-web" },
   *   { redirectUri: "https://shop.example/cb", state, userId: "u1" },
   * );
   * ```
   */
  authorize<Type extends "code" | "token" = "code">(
    ref: ClientRef,
    request: AuthorizeRequest<Type>,
    options?: VerbOptions,
  ): TykPromise<AuthorizeResult<Type>> {
    return this.#engine.run(
      "clients.authorize",
      [ref, request],
      options,
      (verbs) => verbs.authorize,
    );
  }
}
