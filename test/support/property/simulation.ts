import { TykOAuth } from "@tyk-oauth/sdk";
import type { KeySession, TykOAuthOptions } from "@tyk-oauth/sdk";
import { createGateway, NotModelledError } from "@tyk-oauth/sdk/testing";
import type { Gateway, RecordedRequest } from "@tyk-oauth/sdk/testing";
import type { Runtime } from "../../../src/util/runtime.ts";
import { hashToken } from "../../../src/util/hash/key-hash.ts";
import { isRecord } from "../../../src/util/json.ts";
import { clientIds, guardedApis, redirectUri } from "./setup.ts";
import type { Kind } from "./setup.ts";

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
  readonly code: string;
  /** When it was minted, in milliseconds. */
  readonly at: number;
  /** When it lapses, in Unix seconds. */
  readonly expires: number;
}

/** What the gateway answered to a request that was made past the SDK. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Whether a request was made by the SDK, and not by an application or by a look at the truth. */
export function isOfSdk({ headers }: Pick<RecordedRequest, "headers">): boolean {
  return headers["user-agent"] !== undefined;
}

/** A gateway, the SDK's client of it, the applications that hold tokens, and the story of what happened. */
export class World {
  readonly kind: Kind;
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
  /** Every token that was ever minted. */
  readonly minted: IssuedToken[] = [];
  /** What happened so far, for whoever reads a failure. */
  readonly story: string[] = [];
  /** A request of the SDK that the embedded gateway does not model: the SDK must make none. */
  notModelled: NotModelledError | undefined;
  /** What happens before each request of the SDK. */
  aside: ((method: string) => Promise<void>) | undefined;
  /** Looks at each request of the SDK before it is sent. */
  watch: ((method: string, path: string) => Promise<void> | undefined) | undefined;
  /** The requests of the SDK that reached what stands behind an API: the SDK must make none. */
  readonly leaks: string[] = [];
  /** The tokens that another writer took off their list, so that their refresh tokens are beyond reach. */
  readonly droppedByOthers: Set<IssuedToken> = new Set<IssuedToken>();
  readonly #ids = new Set<string>(clientIds);
  #readUpTo = 0;

  constructor(kind: Kind) {
    this.kind = kind;
    this.gateway = createGateway({
      ...kind.options,
      upstream: (request) => {
        if (isOfSdk({ headers: Object.fromEntries(request.headers) }))
          this.leaks.push(new URL(request.url).pathname);
        return Response.json({ code: "invented", redirect_to: `${redirectUri}?code=invented` });
      },
    });
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { method, url } = new Request(input, init);
      await this.aside?.(method);
      await this.watch?.(method, new URL(url).pathname);
      return this.gateway.fetch(input, init).catch((error: unknown) => {
        if (error instanceof NotModelledError) this.notModelled = error;
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
      now: () => this.gateway.now() + this.kind.skewMs,
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
    await this.ask("GET", "/hello");
    return this.gateway.requests.at(-1)?.at ?? 0;
  }

  /** Makes a request with the gateway's secret, past the SDK and its faults. */
  async ask(method: string, path: string, body?: unknown): Promise<Reply> {
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
  knownIds(): readonly string[] {
    for (const { operation, body } of this.gateway.requests.slice(this.#readUpTo)) {
      if (operation !== "createOAuthClient") continue;
      const sent: unknown = JSON.parse(body);
      if (isRecord(sent) && typeof sent["client_id"] === "string") this.#ids.add(sent["client_id"]);
    }
    this.#readUpTo = this.gateway.requests.length;
    return [...this.#ids];
  }

  /** The secret that an application of the client would have. */
  async secretOf(apiId: string, clientId: string): Promise<string | undefined> {
    const { status, body } = await this.ask("GET", `/tyk/oauth/clients/${apiId}/${clientId}`);
    return status === 200 && isRecord(body) ? String(body["secret"]) : undefined;
  }

  /** The session of a token in the gateway's storage. Asking for it changes nothing. */
  async sessionOf({ code }: IssuedToken): Promise<KeySession | undefined> {
    const query = this.kind.hashed ? "?hashed=true" : "";
    const { status, body } = await this.ask("GET", `/tyk/keys/${code}${query}`);
    return status === 200 ? (body as KeySession) : undefined;
  }

  /** The ordinary keys that are gone, or are not what they were. */
  async lostKeys(): Promise<string[]> {
    const lost: string[] = [];
    for (const key of Object.keys(this.kind.options.keys ?? {})) {
      const path = this.kind.hashed ? `${hashToken(key)}?hashed=true` : key;
      if ((await this.ask("GET", `/tyk/keys/${path}`)).status !== 200) lost.push(key);
    }
    return lost;
  }

  /** Mints a token for the client itself; `undefined` where the gateway refuses. */
  async mint(apiId: string, clientId: string, secret?: string): Promise<IssuedToken | undefined> {
    const known = secret ?? (await this.secretOf(apiId, clientId));
    return this.#grant(apiId, clientId, known, { grant_type: "client_credentials" });
  }

  /** A user agrees, and the client exchanges the code. */
  async mintByCode(
    apiId: string,
    clientId: string,
    rules?: Readonly<Record<string, unknown>>,
  ): Promise<IssuedToken | undefined> {
    // Where another API receives the request nobody gets a code.
    if (apiId === this.kind.shadowed) return this.mint(apiId, clientId);
    const form = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      ...(rules === undefined ? {} : { key_rules: JSON.stringify(rules) }),
    };
    const { body } = await this.postForm(`/${apiId}/tyk/oauth/authorize-client/`, form);
    const code = isRecord(body) ? body["code"] : undefined;
    return typeof code === "string" ? this.exchange(apiId, clientId, code) : undefined;
  }

  /** The client exchanges a code. */
  async exchange(apiId: string, clientId: string, code: string): Promise<IssuedToken | undefined> {
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    return this.#grant(apiId, clientId, await this.secretOf(apiId, clientId), form);
  }

  /** The client asks for a new token with an old token's refresh token. */
  async refresh({
    apiId,
    clientId,
    refreshToken = "",
  }: IssuedToken): Promise<IssuedToken | undefined> {
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    return this.#grant(apiId, clientId, await this.secretOf(apiId, clientId), form);
  }

  /** Whether a protected API lets a token in, now. It then stays in the gateway's session cache for ten seconds. */
  async opens({ token }: IssuedToken, apiId: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    return (await this.#send(`/${apiId}/`, { headers })).status === 200;
  }

  /** Every token is used on every API, and so is in the session cache. */
  async useAll(): Promise<void> {
    for (const minted of this.minted)
      for (const apiId of guardedApis) await this.opens(minted, apiId);
  }

  /** Keeps a token that the gateway gave. */
  #adopt(
    apiId: string,
    clientId: string,
    secret: string,
    given: Readonly<Record<string, unknown>>,
  ): IssuedToken {
    const token = String(given["access_token"]);
    const at = this.gateway.requests.at(-1)?.at ?? 0;
    const minted: IssuedToken = {
      name: `t${this.minted.length + 1}`,
      token,
      refreshToken: typeof given["refresh_token"] === "string" ? given["refresh_token"] : undefined,
      clientId,
      secret,
      apiId,
      code: this.kind.hashed ? hashToken(token) : token,
      at,
      expires: Math.floor(at / 1000) + Number(given["expires_in"]),
    };
    this.minted.push(minted);
    return minted;
  }

  async #grant(
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
      ? this.#adopt(apiId, clientId, secret, body)
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
