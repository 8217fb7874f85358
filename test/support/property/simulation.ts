import { TykOAuth } from "@tyk-oauth/sdk";
import type { KeySession, TykOAuthOptions } from "@tyk-oauth/sdk";
import { createGateway, NotModelledError } from "@tyk-oauth/sdk/testing";
import type { Gateway, RecordedRequest } from "@tyk-oauth/sdk/testing";
import type { Runtime } from "../../../src/util/runtime.ts";
import { hashToken } from "../../../src/util/hash/key-hash.ts";
import { isRecord } from "../../../src/util/json.ts";
import { clientIds, guardedApis, redirectUri } from "./gateway-variants.ts";
import type { GatewayVariant, Rules } from "./gateway-variants.ts";

/** A token that an application received. */
export interface IssuedToken {
  /** The name of the token in the log. */
  readonly name: string;
  readonly token: string;
  readonly refreshToken: string | undefined;
  readonly clientId: string;
  /** The user in the session's `meta_data`. */
  readonly user: string | undefined;
  /** The client's secret with which the token was issued. */
  readonly secret: string;
  /** The API whose token endpoint issued the token. */
  readonly apiId: string;
  /** The token in the client's list: its value or its hash. */
  readonly listedCode: string;
  /** The time of issue, in milliseconds. */
  readonly issuedAt: number;
  /** The time of expiry, in Unix seconds. */
  readonly expiresAt: number;
}

/** The gateway's response to a request that was sent without the SDK. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Whether the SDK sent a request, and not an application or a check of the gateway's state. */
export function isSdkRequest({ headers }: Pick<RecordedRequest, "headers">): boolean {
  return headers["user-agent"] !== undefined;
}

/** Returns the user that key rules name. */
function userOf(rules: Rules | undefined): string | undefined {
  const metaData = rules?.["meta_data"];
  const user = isRecord(metaData) ? metaData["user"] : undefined;
  return typeof user === "string" ? user : undefined;
}

/** A simulated gateway with an SDK client, applications that hold tokens, and a log of everything that happened. */
export class Simulation {
  readonly variant: GatewayVariant;
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
  /** All tokens that were ever issued. */
  readonly issuedTokens: IssuedToken[] = [];
  /** Everything that happened so far. The message of a failure contains it. */
  readonly log: string[] = [];
  /** Set if the SDK sends a request that the embedded gateway does not model. The SDK must send none. */
  unmodelledRequest: NotModelledError | undefined;
  /** Runs before each request of the SDK. */
  beforeRequest: ((method: string) => Promise<void>) | undefined;
  /** Checks each request of the SDK before it is sent. */
  checkRequest: ((method: string, path: string) => Promise<void> | undefined) | undefined;
  /** The paths of SDK requests that reached an API's upstream. The SDK must send none. */
  readonly upstreamPaths: string[] = [];
  /** The tokens that another writer removed from their list. Their refresh tokens are out of reach. */
  readonly droppedByOthers: Set<IssuedToken> = new Set<IssuedToken>();
  readonly #clientIds = new Set<string>(clientIds);
  #readRequestCount = 0;

  constructor(variant: GatewayVariant) {
    this.variant = variant;
    this.gateway = createGateway({
      ...variant.options,
      upstream: (request) => {
        if (isSdkRequest({ headers: Object.fromEntries(request.headers) }))
          this.upstreamPaths.push(new URL(request.url).pathname);
        return Response.json({ code: "invented", redirect_to: `${redirectUri}?code=invented` });
      },
    });
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { method, url } = new Request(input, init);
      await this.beforeRequest?.(method);
      await this.checkRequest?.(method, new URL(url).pathname);
      return this.gateway.fetch(input, init).catch((error: unknown) => {
        if (error instanceof NotModelledError) this.unmodelledRequest = error;
        throw error;
      });
    };
    this.tyk = new TykOAuth(this.#options(fetch), { runtime: this.#runtime() });
  }

  #options(fetch: typeof globalThis.fetch): TykOAuthOptions {
    const { url: apiBaseUrl, controlUrl: baseUrl, secret } = this.gateway;
    return { baseUrl, apiBaseUrl, secret, fetch };
  }

  /** Waiting advances the gateway's clock. The SDK's clock can be ahead of it or behind. */
  #runtime(): Runtime {
    return {
      now: () => this.gateway.now() + this.variant.clockSkewMs,
      random: () => 0.5,
      sleep: (ms, signal) => {
        if (signal.aborted) return Promise.reject(signal.reason as Error);
        this.gateway.advance(ms);
        return Promise.resolve();
      },
    };
  }

  /** Returns the gateway's time in milliseconds, from its request log. */
  async now(): Promise<number> {
    await this.request("GET", "/hello");
    return this.gateway.requests.at(-1)?.at ?? 0;
  }

  /** Sends a request with the gateway's secret, without the SDK and its faults. */
  async request(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.#send(path, {
      method,
      headers: { "x-tyk-authorization": this.gateway.secret },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Posts a form with the gateway's secret. */
  async postForm(path: string, form: Readonly<Record<string, string>>): Promise<Reply> {
    return this.#send(path, {
      method: "POST",
      headers: { "x-tyk-authorization": this.gateway.secret },
      body: new URLSearchParams(form),
    });
  }

  /** Returns the ids of all clients that can exist: those of the sequences, and those from all create requests. */
  knownClientIds(): readonly string[] {
    for (const { operation, body } of this.gateway.requests.slice(this.#readRequestCount)) {
      if (operation !== "createOAuthClient") continue;
      const sent: unknown = JSON.parse(body);
      if (isRecord(sent) && typeof sent["client_id"] === "string")
        this.#clientIds.add(sent["client_id"]);
    }
    this.#readRequestCount = this.gateway.requests.length;
    return [...this.#clientIds];
  }

  /** Returns the stored secret of a client. */
  async secretOf(apiId: string, clientId: string): Promise<string | undefined> {
    const { status, body } = await this.request("GET", `/tyk/oauth/clients/${apiId}/${clientId}`);
    return status === 200 && isRecord(body) ? String(body["secret"]) : undefined;
  }

  /** Returns the stored session of a token. The request changes nothing. */
  async sessionOf({ listedCode }: IssuedToken): Promise<KeySession | undefined> {
    const query = this.variant.hashesKeys ? "?hashed=true" : "";
    const { status, body } = await this.request("GET", `/tyk/keys/${listedCode}${query}`);
    return status === 200 ? (body as KeySession) : undefined;
  }

  /** Returns the ordinary keys that no longer exist. */
  async findLostKeys(): Promise<string[]> {
    const lost: string[] = [];
    for (const key of Object.keys(this.variant.options.keys ?? {})) {
      const path = this.variant.hashesKeys ? `${hashToken(key)}?hashed=true` : key;
      if ((await this.request("GET", `/tyk/keys/${path}`)).status !== 200) lost.push(key);
    }
    return lost;
  }

  /** Requests a token with client credentials. Returns `undefined` if the gateway refuses. */
  async issueToken(
    apiId: string,
    clientId: string,
    secret?: string,
  ): Promise<IssuedToken | undefined> {
    const known = secret ?? (await this.secretOf(apiId, clientId));
    return this.#requestToken(apiId, clientId, known, { grant_type: "client_credentials" });
  }

  /** Requests a code as a consent page does, and exchanges it. */
  async issueTokenByCode(
    apiId: string,
    clientId: string,
    rules?: Rules,
  ): Promise<IssuedToken | undefined> {
    // If another API receives the request, there is no code.
    if (apiId === this.variant.shadowed) return this.issueToken(apiId, clientId);
    const form = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      ...(rules === undefined ? {} : { key_rules: JSON.stringify(rules) }),
    };
    const { body } = await this.postForm(`/${apiId}/tyk/oauth/authorize-client/`, form);
    const code = isRecord(body) ? body["code"] : undefined;
    if (typeof code !== "string") return undefined;
    return this.exchangeCode(apiId, clientId, code, userOf(rules));
  }

  /** Exchanges a code for a token. */
  async exchangeCode(
    apiId: string,
    clientId: string,
    code: string,
    user: string | undefined,
  ): Promise<IssuedToken | undefined> {
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    return this.#requestToken(apiId, clientId, await this.secretOf(apiId, clientId), form, user);
  }

  /** Requests a new token with a token's refresh token. */
  async refreshToken({
    apiId,
    clientId,
    refreshToken = "",
    user,
  }: IssuedToken): Promise<IssuedToken | undefined> {
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    return this.#requestToken(apiId, clientId, await this.secretOf(apiId, clientId), form, user);
  }

  /** Whether an API accepts a token now. The gateway then caches the session for ten seconds. */
  async isAccepted({ token }: IssuedToken, apiId: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    return (await this.#send(`/${apiId}/`, { headers })).status === 200;
  }

  /** Uses every token on every API. The session cache then holds all accepted tokens. */
  async useAllTokens(): Promise<void> {
    for (const issued of this.issuedTokens)
      for (const apiId of guardedApis) await this.isAccepted(issued, apiId);
  }

  /** Records an issued token. */
  #recordToken(
    apiId: string,
    clientId: string,
    secret: string,
    user: string | undefined,
    response: Readonly<Record<string, unknown>>,
  ): IssuedToken {
    const token = String(response["access_token"]);
    const at = this.gateway.requests.at(-1)?.at ?? 0;
    const issued: IssuedToken = {
      name: `t${this.issuedTokens.length + 1}`,
      token,
      refreshToken:
        typeof response["refresh_token"] === "string" ? response["refresh_token"] : undefined,
      clientId,
      user,
      secret,
      apiId,
      listedCode: this.variant.hashesKeys ? hashToken(token) : token,
      issuedAt: at,
      expiresAt: Math.floor(at / 1000) + Number(response["expires_in"]),
    };
    this.issuedTokens.push(issued);
    return issued;
  }

  async #requestToken(
    apiId: string,
    clientId: string,
    secret: string | undefined,
    form: Readonly<Record<string, string>>,
    user?: string,
  ): Promise<IssuedToken | undefined> {
    if (secret === undefined) return undefined;
    const { status, body } = await this.#send(`/${apiId}/oauth/token/`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
      body: new URLSearchParams(form),
    });
    return status === 200 && isRecord(body)
      ? this.#recordToken(apiId, clientId, secret, user, body)
      : undefined;
  }

  async #send(path: string, init: RequestInit): Promise<Reply> {
    const response = await this.gateway.fetch(`${this.gateway.url}${path}`, init);
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: response.status, body: text };
    }
  }
}
