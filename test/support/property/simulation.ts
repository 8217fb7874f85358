import { TykOAuth } from "@tyk-oauth/sdk";
import type { KeySession, TykOAuthOptions } from "@tyk-oauth/sdk";
import { createGateway, NotModelledError } from "@tyk-oauth/sdk/testing";
import type { Gateway, RecordedRequest } from "@tyk-oauth/sdk/testing";
import type { Runtime } from "../../../src/util/runtime.ts";
import { hashToken } from "../../../src/util/hash/key-hash.ts";
import { isRecord } from "../../../src/util/json.ts";
import { clientIds, guardedApis, redirectUri } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";

/** A token that an application was given. */
export interface IssuedToken {
  /** What the story calls it. */
  readonly name: string;
  readonly token: string;
  readonly refreshToken: string | undefined;
  readonly clientId: string;
  /** The client's secret that it was minted with. */
  readonly secret: string;
  /** The API whose token endpoint made it. */
  readonly apiId: string;
  /** What lists call it. */
  readonly listedCode: string;
  /** When it was minted, in milliseconds. */
  readonly issuedAt: number;
  /** When it lapses, in Unix seconds. */
  readonly expiresAt: number;
}

/** What the gateway answered to a request that was made past the SDK. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Whether a request was made by the SDK, and not by an application or by a look at the truth. */
export function isSdkRequest({ headers }: Pick<RecordedRequest, "headers">): boolean {
  return headers["user-agent"] !== undefined;
}

/** A gateway, the SDK's client of it, the applications that hold tokens, and the story of what happened. */
export class Simulation {
  readonly variant: GatewayVariant;
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
  /** Every token that was ever minted. */
  readonly issuedTokens: IssuedToken[] = [];
  /** What happened so far, for whoever reads a failure. */
  readonly log: string[] = [];
  /** A request of the SDK that the embedded gateway does not model: the SDK must make none. */
  unmodelledRequest: NotModelledError | undefined;
  /** What happens before each request of the SDK. */
  beforeRequest: ((method: string) => Promise<void>) | undefined;
  /** Looks at each request of the SDK before it is sent. */
  checkRequest: ((method: string, path: string) => Promise<void> | undefined) | undefined;
  /** The requests of the SDK that reached what stands behind an API: the SDK must make none. */
  readonly upstreamPaths: string[] = [];
  /** The tokens that another writer took off their list, so that their refresh tokens are beyond reach. */
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

  /** Waits move the gateway's clock; the SDK's own may be ahead of it or behind. */
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

  /** The gateway's time, in milliseconds, as its log has it. */
  async now(): Promise<number> {
    await this.request("GET", "/hello");
    return this.gateway.requests.at(-1)?.at ?? 0;
  }

  /** Makes a request with the gateway's secret, past the SDK and its faults. */
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

  /** The ids of all clients that there may be: those of the sequences, and those that a create was ever sent for. */
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

  /** The secret that an application of the client would have. */
  async secretOf(apiId: string, clientId: string): Promise<string | undefined> {
    const { status, body } = await this.request("GET", `/tyk/oauth/clients/${apiId}/${clientId}`);
    return status === 200 && isRecord(body) ? String(body["secret"]) : undefined;
  }

  /** The session of a token in the gateway's storage. Asking for it changes nothing. */
  async sessionOf({ listedCode }: IssuedToken): Promise<KeySession | undefined> {
    const query = this.variant.hashesKeys ? "?hashed=true" : "";
    const { status, body } = await this.request("GET", `/tyk/keys/${listedCode}${query}`);
    return status === 200 ? (body as KeySession) : undefined;
  }

  /** The ordinary keys that are gone, or are not what they were. */
  async findLostKeys(): Promise<string[]> {
    const lost: string[] = [];
    for (const key of Object.keys(this.variant.options.keys ?? {})) {
      const path = this.variant.hashesKeys ? `${hashToken(key)}?hashed=true` : key;
      if ((await this.request("GET", `/tyk/keys/${path}`)).status !== 200) lost.push(key);
    }
    return lost;
  }

  /** Mints a token for the client itself; `undefined` where the gateway refuses. */
  async issueToken(
    apiId: string,
    clientId: string,
    secret?: string,
  ): Promise<IssuedToken | undefined> {
    const known = secret ?? (await this.secretOf(apiId, clientId));
    return this.#requestToken(apiId, clientId, known, { grant_type: "client_credentials" });
  }

  /** A user agrees, and the client exchanges the code. */
  async issueTokenByCode(
    apiId: string,
    clientId: string,
    rules?: Readonly<Record<string, unknown>>,
  ): Promise<IssuedToken | undefined> {
    // Where another API receives the request nobody gets a code.
    if (apiId === this.variant.shadowed) return this.issueToken(apiId, clientId);
    const form = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      ...(rules === undefined ? {} : { key_rules: JSON.stringify(rules) }),
    };
    const { body } = await this.postForm(`/${apiId}/tyk/oauth/authorize-client/`, form);
    const code = isRecord(body) ? body["code"] : undefined;
    return typeof code === "string" ? this.exchangeCode(apiId, clientId, code) : undefined;
  }

  /** The client exchanges a code. */
  async exchangeCode(
    apiId: string,
    clientId: string,
    code: string,
  ): Promise<IssuedToken | undefined> {
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    return this.#requestToken(apiId, clientId, await this.secretOf(apiId, clientId), form);
  }

  /** The client asks for a new token with an old token's refresh token. */
  async refreshToken({
    apiId,
    clientId,
    refreshToken = "",
  }: IssuedToken): Promise<IssuedToken | undefined> {
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    return this.#requestToken(apiId, clientId, await this.secretOf(apiId, clientId), form);
  }

  /** Whether a protected API lets a token in, now. It then stays in the gateway's session cache for ten seconds. */
  async isAccepted({ token }: IssuedToken, apiId: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    return (await this.#send(`/${apiId}/`, { headers })).status === 200;
  }

  /** Every token is used on every API, and so is in the session cache. */
  async useAllTokens(): Promise<void> {
    for (const issued of this.issuedTokens)
      for (const apiId of guardedApis) await this.isAccepted(issued, apiId);
  }

  /** Keeps a token that the gateway gave. */
  #recordToken(
    apiId: string,
    clientId: string,
    secret: string,
    given: Readonly<Record<string, unknown>>,
  ): IssuedToken {
    const token = String(given["access_token"]);
    const at = this.gateway.requests.at(-1)?.at ?? 0;
    const issued: IssuedToken = {
      name: `t${this.issuedTokens.length + 1}`,
      token,
      refreshToken: typeof given["refresh_token"] === "string" ? given["refresh_token"] : undefined,
      clientId,
      secret,
      apiId,
      listedCode: this.variant.hashesKeys ? hashToken(token) : token,
      issuedAt: at,
      expiresAt: Math.floor(at / 1000) + Number(given["expires_in"]),
    };
    this.issuedTokens.push(issued);
    return issued;
  }

  async #requestToken(
    apiId: string,
    clientId: string,
    secret: string | undefined,
    form: Readonly<Record<string, string>>,
  ): Promise<IssuedToken | undefined> {
    if (secret === undefined) return undefined;
    const { status, body } = await this.#send(`/${apiId}/oauth/token/`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
      body: new URLSearchParams(form),
    });
    return status === 200 && isRecord(body)
      ? this.#recordToken(apiId, clientId, secret, body)
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
