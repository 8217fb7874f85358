import type { OAuthClient } from "../../generated/index.ts";
import type {
  ClientReplacement,
  NewClientOfApi,
  NewClientOfPolicy,
  NewClientRequest,
} from "../types/client-documents.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { ClientEverywhere, ClientRef, ClientTarget } from "../types/client-refs.ts";
import type { TykIterator } from "../types/tyk-iterator.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { AuthorizeRequest, AuthorizeResult } from "../verbs/clients/authorize.ts";
import type { LoginPage, LoginPageRequest } from "../verbs/clients/login-page.ts";
import type { ClientCopy, CopyWithNewSecret, OfTarget } from "../verbs/clients/copies.ts";
import type { CreateArgs, CreatedClient } from "../verbs/clients/create.ts";
import type { CutOffArgs, CutOffResult } from "../verbs/clients/cut-off.ts";
import type { DeleteArgs, DeletionReport } from "../verbs/clients/delete.ts";
import type { ClientInspection } from "../verbs/clients/inspect.ts";
import type { ClientOfApi, IterateAllArgs } from "../verbs/clients/iterate-all.ts";
import type { ClientWithNewSecret, ClientWithoutSecret } from "../verbs/clients/read.ts";
import type { RepairIndexInput } from "../verbs/clients/repair-index.ts";
import type { ReplaceArgs } from "../verbs/clients/update.ts";
import type { RotateSecretArgs } from "../verbs/clients/rotate-secret.ts";
import type { PatchInput, UpdateArgs } from "../verbs/clients/update.ts";
import type { IndexReport } from "../errors/reports.ts";

/** Manages the OAuth clients of the gateway's APIs: `tyk.clients`. */
export class ClientsResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /** Creates an OAuth client on each API in `apis`, as the other form of the method does. */
  create(
    body: NewClientRequest,
    args: CreateArgs & { readonly apis: readonly string[] },
    options?: VerbOptions,
  ): TykPromise<CreatedClient>;
  /**
   * Creates an OAuth client on one API (`api_id`), on several APIs with the same secret (`apis`), or on every OAuth API
   * that its policy grants.
   *
   * The gateway silently overwrites an existing client, its secret included (trap 5). So this method reads each API first,
   * and overwrites nothing unless `ifExists` says so. The read and the write are two requests: a client that another writer
   * creates in between is overwritten.
   *
   * The method generates a missing id (32 hex digits) and a missing secret (256 bits as hex digits), so a create whose
   * response was lost can be retried. An existing client that equals the body, secret included, is a success. After an
   * interruption, call the method again with the same body and id: it creates the missing copies. `warnings` of
   * {@link TykPromise.withResponse} names the APIs that the policy grants and that do not exist (trap 27).
   *
   * It refuses ids and secrets with characters other than `A-Z a-z 0-9 - . _ ~`, because OAuth libraries encode them in
   * Basic credentials and the gateway's token endpoint does not decode them (trap 29). Generated ones have no such
   * characters. Never reuse the id of a deleted client:
   * its old tokens would work again (trap 9).
   *
   * @returns The client as stored, with its secret. `meta_data` is `null` if the client has none. In a dry run `secret` is
   * missing unless the client was kept, and a generated `client_id` is only an example.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, or the id or the secret has other characters than those.
   * Also if the redirect URI is missing, relative or has a fragment, `meta_data` is not an object or has more than 500
   * levels, the body has an unknown field, or neither an API nor a policy is named.
   * @throws {@link TykConflictError} if a client of this id exists. With `ifExists`: if it is unclear what to keep or
   * replace. The message says what to pass.
   * @throws {@link TykNotFoundError} if an API or the policy is unknown. A gateway that does not show its policies refuses
   * the create itself, with a {@link TykBadRequestError}.
   * @throws {@link TykUnsupportedError} if an API does not use OAuth, or if the policy's tokens would not open it: the
   * policy does not grant the API, grants it without its access rights (`partitions` without `acl`), is inactive, or
   * belongs to another organisation. This check needs a gateway that shows the policy: 4.3 or later, and 5.12 or later for
   * policies that it reads from a file.
   * @throws {@link TykIncompleteError} with a {@link CopiesReport} if the client was created on some APIs only. That
   * includes a create without `api_id` and `apis` that the gateway refused after it had stored copies (trap 27).
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists;
   * nothing was written.
   * @throws {@link TykRequestError} if a request fails. If the client may have been created, `clientId` of the error is its
   * id.
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
    body: NewClientOfApi | NewClientOfPolicy,
    args?: CreateArgs,
    options?: VerbOptions,
  ): TykPromise<CreatedClient>;
  create(
    body: NewClientRequest,
    args?: CreateArgs,
    options?: VerbOptions,
  ): TykPromise<CreatedClient> {
    return this.#engine.run("clients.create", [body, args], options, (verbs) => verbs.createClient);
  }

  /**
   * Reads a client, its secret included. The gateway stores secrets as plain text.
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the client or the API is unknown; the gateway does not tell which. A 404 counts
   * only after a control request and a second read (trap 28).
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists,
   * because the gateway's storage seems to be down.
   * @throws {@link TykRequestError} if a request fails. Before 4.0 the gateway drops the connection if the API does not use
   * OAuth (trap 32).
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
   * Lists the clients of an API, secrets included, in no particular order. The list of an API without OAuth is empty.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykIncompleteError} with a {@link BrokenIndexReport} if the API's index names a client whose record is
   * gone (trap 10). {@link ClientsResource.repairIndex} fixes it.
   * @throws {@link TykIncompleteError} with an {@link AbsenceReport} if the list is empty and the gateway's storage seems
   * to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
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
   * Iterates over the clients of an API, secrets included, in no particular order. The clients are read as the gateway's one
   * response arrives, so the list can have any length up to `maxListBytes`.
   *
   * The response is read at most 16 MiB ahead of your loop. Then its connection waits for the loop, without a timeout. A
   * failure after the first client is thrown: the list is not read again.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykIncompleteError} with a {@link BrokenIndexReport} if the index names a client whose record is gone
   * (trap 10).
   * @throws {@link TykIncompleteError} with an {@link AbsenceReport} if the list is empty and the gateway's storage seems
   * to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * for await (const { client_id } of tyk.clients.iterate({ apiId: "orders" })) console.log(client_id);
   * ```
   */
  iterate(
    args: { readonly apiId: string },
    options?: Omit<VerbOptions, "deadlineMs">,
  ): TykIterator<OAuthClient> {
    return this.#engine.iterate(
      "clients.iterate",
      [args, options],
      (verbs) => verbs.iterateClients,
    );
  }

  /**
   * Iterates over the clients of every OAuth API, one API after the other, without their secrets unless `secrets` is
   * `true`.
   *
   * A client of several APIs comes once per API. Clients whose ids are unsafe in a URL path come too.
   *
   * @throws {@link TykInputError} if an argument is wrong.
   * @throws {@link TykIncompleteError} with a {@link BrokenIndexReport} if the clients of an API cannot be listed
   * (trap 10). It is thrown at the end, after the clients of all other APIs.
   * @throws {@link TykIncompleteError} with an {@link AbsenceReport}, at once, if an API's list is empty and the gateway's
   * storage seems to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * for await (const { apiId, client } of tyk.clients.iterateAll()) console.log(apiId, client.client_id);
   * ```
   */
  iterateAll<Secrets extends boolean = false>(
    args?: IterateAllArgs<Secrets>,
    options?: Omit<VerbOptions, "deadlineMs">,
  ): TykIterator<ClientOfApi<Secrets extends true ? OAuthClient : ClientWithoutSecret>> {
    return this.#engine.iterate("clients.iterateAll", [args, options], (verbs) => verbs.iterateAll);
  }

  /**
   * Lists the ids of the APIs on which a client of this id exists, in no particular order. The list of an unknown client is
   * empty.
   *
   * The gateway omits an API whose index names a client whose record is gone (trap 10). {@link ClientsResource.inspect}
   * reads each API itself. Without `orgId`, here or in the client's options, the list covers all organisations.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykUnsupportedError} if the gateway is an edge of a larger deployment.
   * @throws {@link TykIncompleteError} with an {@link AbsenceReport} if the list is empty and the gateway's storage seems
   * to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
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
   * Reads the copies of a client on all OAuth APIs, without their secrets, and compares them. `drift` names the fields that
   * differ.
   *
   * The gateway stores a client of several APIs once per API, so the copies can differ (trap 8). This method reads the
   * definitions of all APIs, and then the client on each OAuth API, 8 at once.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if no API has the client.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists,
   * because the gateway's storage seems to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
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
   * Changes the fields that the patch names, and keeps the others. It reads the client, merges the patch, writes the result
   * and reads it again, because the gateway's own update blanks every field that it does not get (trap 7).
   *
   * The gateway has no ETags: a change that another writer makes between the read and the write is lost. A change after the
   * write is a {@link TykConflictError}.
   *
   * If the policy changes, `tokens` must say what happens to the existing tokens, because they keep the rights of the old
   * policy (trap 14):
   *
   * - If keys are hashed, the gateway removes all tokens from the client's list and leaves them valid.
   * - If keys are not hashed, the gateway ends the listed tokens, even with `tokens: "keep"`. `warnings` of
   *   {@link TykPromise.withResponse} says so.
   * - If the gateway does not list its keys, `tokens: "revoke"` ends only the listed tokens, with a warning.
   * - If `tokens: "revoke"` finds a valid token, the method waits 11 seconds as {@link ClientsResource.delete} does.
   *
   * @param patch - `null` clears a field. `meta_data` is replaced as a whole. A function computes the patch from the
   * current client.
   * @returns The client after the change, or each of its copies if the target names copies.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, a field cannot be changed, a value would not work, the
   * policy changes without `tokens`, or the patch function throws.
   * @throws {@link TykNotFoundError} if the client or the policy is unknown.
   * @throws {@link TykConflictError} if another writer changed the client at the same time, or deleted it after it was
   * read. `outcome` says whether the patch was written.
   * @throws {@link TykUnsupportedError} if tokens of the new policy would not open the API, as in
   * {@link ClientsResource.create}. A gateway that does not show its policies refuses the update itself, with a
   * {@link TykBadRequestError}.
   * @throws {@link TykUnsupportedError} if the patch keeps `meta_data` and it cannot be written back unchanged: it has a
   * whole number beyond 2^53, half of a character (a lone surrogate), or more than 500 levels.
   * @throws {@link TykIncompleteError} with a {@link TokensReport} if `tokens` is `"revoke"` and a known token is not
   * proved to be gone; nothing was written.
   * @throws {@link TykIncompleteError} with a {@link CopiesReport} if some copies were changed and others were not.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists;
   * nothing was written.
   * @throws {@link TykRequestError} if a request fails.
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
   * Replaces all fields of a client except its id and its secret. A field that the body omits is blanked. Apart from that,
   * the method works as {@link ClientsResource.update}.
   *
   * @returns The client after the change, or each of its copies if the target names copies.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, a field cannot be replaced, a value would not work, the
   * body has no redirect URI and `blankRedirectUri` is not set, or the policy changes without `tokens`.
   * @throws {@link TykNotFoundError} if the client, the API or the policy is unknown.
   * @throws {@link TykUnsupportedError} if tokens of the new policy would not open the API, as in
   * {@link ClientsResource.update}.
   * @throws {@link TykConflictError} as {@link ClientsResource.update} does.
   * @throws {@link TykIncompleteError} as {@link ClientsResource.update} does.
   * @throws {@link TykRequestError} if a request fails.
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
   * Gives a client a new secret. The old secret stops working at once, and tokens stay valid.
   *
   * For one client without arguments, the gateway generates the secret. Each such rotation makes another secret, so the
   * request is not retried. If its response is lost, the method reads the client: a changed secret is the new one.
   *
   * With `secret`, `stage` or `activate`, or for several copies, this package generates the secret or uses yours. It stages
   * the secret (for example in your vault), sets it on each API by a create (the only call that accepts a secret, trap 5),
   * activates it and reads it again. If setting or activating fails, it restores the old secret on each API and verifies
   * it.
   *
   * @returns The client with its new secret, or each of its copies if the target names copies. In a dry run `secret` is
   * missing.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, or if the secret has characters other than
   * `A-Z a-z 0-9 - . _ ~` (trap 29).
   * @throws {@link TykNotFoundError} if the client or the API is unknown.
   * @throws {@link TykConfigError} if `stage` fails: no secret was set. The message does not quote what `stage` threw,
   * because it could hold the secret.
   * @throws {@link TykConflictError} if another writer changed the client at the same time, or deleted it after it was
   * read.
   * @throws {@link TykUnsupportedError} if `meta_data` cannot be written back unchanged, as in
   * {@link ClientsResource.update}. The gateway's own rotation does not write `meta_data`.
   * @throws {@link TykIncompleteError} with a {@link RotationReport} if it failed after `stage`. The report says which
   * secret each API has.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists.
   * @throws {@link TykRequestError} if a request fails.
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
  ): TykPromise<OfTarget<Target, CopyWithNewSecret, ClientWithNewSecret>> {
    return this.#engine.run(
      "clients.rotateSecret",
      [target, args],
      options,
      (verbs) => verbs.rotateSecret<Target>,
    );
  }

  /**
   * Ends the tokens of a client, and then deletes the client.
   *
   * The gateway's own deletion leaves the tokens in storage (trap 9). OAuth APIs refuse them while the client does not
   * exist, and accept them again if its id is created again. An API that does not use OAuth accepts them until they are
   * removed or expire (trap 25).
   *
   * `tokens: "revoke"`, the default, ends every token that a list or the gateway's keys lead to, on any API. The report
   * names what no gateway can list: refresh tokens whose access token has expired, codes that are not exchanged, and with
   * `apis: "all"` copies on removed APIs. Never create this id again.
   *
   * If it finds a valid token, the method takes 11 seconds longer: the gateway's session cache accepts removed tokens for
   * ten seconds (traps 16 and 35). `wait: false` skips the wait, and `wait: 10500` is the shortest that proves the end. The
   * deletion of an unknown client is a success; `existed` tells.
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykConflictError} if the client was read and the gateway then says that it does not exist: another
   * writer deleted it, or the gateway's storage fails. Also if the client still exists after two deletions.
   * @throws {@link TykIncompleteError} with a {@link TokensReport} if a known token is not proved to be gone, unless
   * `ifUnproved` is `"go-on"`. The client was not deleted, except if only the check after the deletion failed. The message
   * says so.
   * @throws {@link TykIncompleteError} with a {@link CopiesReport} if the client was deleted on some APIs only.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists.
   * @throws {@link TykRequestError} if a request fails. Before 4.0 the gateway drops the connection if the API does not use
   * OAuth (trap 32).
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
   * Cuts off a client whose secret has leaked: sets a new secret on every API, and then ends all of its tokens as
   * {@link TokensResource.revokeAll} does. The secret comes first, because the old one could issue new tokens meanwhile. The
   * method always waits 11 seconds for the gateway's session cache, unless `wait` says otherwise.
   *
   * The leaked secret never stays valid because of the client's other fields. If `meta_data` cannot be written back
   * unchanged, or the gateway refuses the document, the gateway's own rotation makes the new secret
   * (`"replaced-by-gateway"`).
   *
   * Copies on APIs that no longer use OAuth are included from 4.3 on, because they work again if the API does (trap 40).
   * The report has a line for each API that the tokens opened, and names what no read can find. After an interruption, call
   * the method again: with the same `secret` it skips the copies that already have it.
   *
   * @returns The copies with their new secret (in a dry run without), and the report, which is the evidence and has no
   * secret.
   * @throws {@link TykInputError} if the id is unsafe in a URL path, or if the secret has characters other than
   * `A-Z a-z 0-9 - . _ ~` (trap 29).
   * @throws {@link TykNotFoundError} if no API has the client.
   * @throws {@link TykConfigError} if `stage` fails: nothing was changed.
   * @throws {@link TykIncompleteError} with a {@link CutOffReport} if a secret was not replaced, a token is not proved to
   * be gone, or a copy could not be read. The report does not have the new secret: read it with
   * {@link ClientsResource.get}.
   * @throws {@link TykRequestError} if a request fails.
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
   * Reads where the gateway sends a browser that starts a flow for this client: the API's login page, with the request as
   * its query.
   *
   * Use it to make a login link, or to check that the API has a login page and that the gateway accepts the client and its
   * redirect URI. It changes nothing, and the request to the API does not have the gateway's secret.
   *
   * @param request - What the client requests. PKCE is not accepted, because the gateway does not enforce it (trap 21).
   * @throws {@link TykInputError} if the request is wrong, or if the API's listen path does not match `listenPath`. Also if
   * `redirectUri` is not exactly one of the client's; the gateway accepts any URI that begins with one (trap 20).
   * @throws {@link TykNotFoundError} if the client or the API is unknown.
   * @throws {@link TykUnsupportedError} if the API does not use OAuth or the client has no redirect URI. Also if the API
   * has no login page: the gateway would redirect the browser to the same address forever.
   * @throws {@link TykUnsupportedError} if it is not certain that the API itself receives the request (trap 26), as in
   * {@link ClientsResource.authorize}.
   * @throws {@link TykConfigError} if `apiBaseUrl` is a function that throws or does not return a URL.
   * @throws {@link TykPermissionError} if the gateway refuses the client.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists,
   * because the gateway's storage seems to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
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
   * Fixes the index of an API that names a client whose record is gone (trap 10). Storage that evicts keys can cause this:
   * the API's clients cannot be listed, and the gateway's `revoke_all` does not find them.
   *
   * Only the deletion of the lost client fixes the index, and the gateway does not tell its id. So you pass `candidates`.
   * The method keeps each candidate that has a record. It ends the tokens of each other candidate and deletes its id, until
   * the list can be read.
   *
   * The read and the deletion are two requests: a candidate that another writer creates in between is deleted.
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykUnsupportedError} if the API does not use OAuth.
   * @throws {@link TykIncompleteError} with an {@link IndexReport} if the list still cannot be read after the last
   * candidate.
   * @throws {@link TykRequestError} if a request fails.
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
   * Grants a client a code (or a token) for a user who logged in and agreed. A consent page calls it, and then sends the
   * browser to `redirect_to`. A code works once. The gateway does not enforce PKCE (trap 21).
   *
   * Before it sends the gateway's secret to the API, it checks:
   *
   * - The API uses OAuth. The gateway would pass the request of any other API, with the secret, to the API's upstream
   *   (trap 18).
   * - The API itself receives the request, and no other API whose listen path, id or domain matches the address (traps 26
   *   and 34).
   * - `redirectUri` is exactly one of the client's. The gateway accepts any URI that begins with one (trap 20).
   * - The policy's tokens open the API (trap 39). The policies of `keyRules` are judged together: one must grant the API,
   *   and none may be unknown, inactive or of another organisation. Access rights with `allowed_urls` open only those URLs.
   *
   * API definitions, the list of APIs and policies are cached for one minute. Afterwards the method checks that
   * `redirect_to` leads to `redirectUri` with the same `state`.
   *
   * @returns The code or the token, and `redirect_to`. A dry run grants nothing, so its result is empty.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, or if the API's listen path does not match
   * `listenPath`. Also if the redirect URI is missing, not absolute, or not exactly one of the client's, and if `keyRules`
   * names neither a policy nor access rights, or another organisation.
   * @throws {@link TykNotFoundError} if the API, the client or the policy is unknown.
   * @throws {@link TykUnsupportedError} if the API does not use OAuth, its listen path is a pattern and `listenPath` is
   * missing, the client has no redirect URI or (without `keyRules`) no policy, or the policy's tokens would not open the
   * API.
   * @throws {@link TykUnsupportedError} if it is not certain that the API itself receives the request: the gateway does not
   * list its APIs, another API may receive it, or the API is not served at that address. Nothing was sent to an API; the
   * message says what to do.
   * @throws {@link TykOAuthError} if the gateway refuses, such as `unsupported_response_type` if the API does not allow it.
   * @throws {@link TykResponseError} if `redirect_to` leads elsewhere.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists,
   * because the gateway's storage seems to be down (trap 28).
   * @throws {@link TykConfigError} if `apiBaseUrl` is a function that throws or does not return a usable URL.
   * @throws {@link TykRouteError} if the API is served at another address: see `apiBaseUrl`.
   * @throws {@link TykRequestError} if a request fails.
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
