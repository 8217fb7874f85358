import { isTykError } from "@tyk-oauth/sdk";
import type {
  ClientCopies,
  ClientRef,
  TokenRequest,
  TokenResponse,
  TykOAuth,
} from "@tyk-oauth/sdk";
import type { DemoGateway } from "./gateway.ts";
import { check, reason } from "./steps.ts";
import type { Told } from "./steps.ts";

/** Longer than the ten seconds for which the gateway's session cache goes on letting a removed token in. */
const sessionCacheMs = 10_500;

/** The client that the demo makes, with what it does besides calling the SDK: get tokens, and call the API with them. */
export class DemoClient {
  /** Nobody else's: the demo touches this client and no other. */
  readonly id: string = `demo-${crypto.randomUUID()}`;
  readonly redirectUri = "https://shop.example/cb";
  /** The copy of the client that most of the demo is about; the other API is `billing`. */
  readonly ref: ClientRef = { apiId: "orders", clientId: this.id };
  /** Both copies. */
  readonly everywhere: ClientCopies = { clientId: this.id, apis: "all" };
  readonly tyk: TykOAuth;
  readonly gateway: DemoGateway;
  /** Where the API listens, from its definition. */
  listenPath = "/orders/";
  /** The listed codes of the tokens that the demo got, to remove them in the end. */
  readonly codes: Set<string> = new Set<string>();
  #made = false;

  constructor(gateway: DemoGateway) {
    this.tyk = gateway.tyk;
    this.gateway = gateway;
  }

  /** To be called before the client is made, so that it is deleted whatever becomes of the call. */
  making(): void {
    this.#made = true;
  }

  /** Gets a token, as the client's own backend does: with its id and secret, from the public token endpoint. */
  token(secret: string, body: TokenRequest): Promise<TokenResponse> {
    const authorization = `Basic ${btoa(`${this.id}:${secret}`)}`;
    const path = { listenPath: this.listenPath };
    return this.tyk.raw.oauthToken({ path, body }, { headers: { authorization } });
  }

  /** Whether the token endpoint refuses, with an OAuth error and nothing else. */
  async refuses(secret: string, body: TokenRequest): Promise<boolean> {
    try {
      await this.token(secret, body);
      return false;
    } catch (error) {
      if (isTykError(error) && error.code === "oauth") return true;
      throw error;
    }
  }

  /** The status that the API answers to a token. */
  async call(token: string): Promise<number> {
    const url = `${this.gateway.apiUrl}${this.listenPath}hello`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    return answer.status;
  }

  /**
   * Checks that the API refuses a token that was ended. The gateway's session cache may let a token in that it has seen lately:
   * that is told, waited out, and then it must be refused.
   */
  async checkRefused(told: Told, token: string, which: string): Promise<void> {
    let status = await this.call(token);
    if (status === 200) {
      told.surprise(`${which} still opens the API, from the gateway's session cache.`);
      const then = await this.gateway.pass(sessionCacheMs);
      status = await this.call(token);
      told.result(`The API answers ${status} to it ${then}.`);
    } else {
      told.result(`The API answers ${status} to ${which}.`);
    }
    check(status === 403, `the API refuses ${which}`);
  }

  /** Deletes the client, and removes what is left of its tokens. Says what it could not do. */
  async cleanUp(): Promise<{ done: string; failed?: string }> {
    if (!this.#made) return { done: "Nothing was made, so there is nothing to clean up." };
    const { tyk, id } = this;
    const failures: string[] = [];
    const attempt = async (what: string, work: Promise<unknown>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch (error) {
        const isGone = isTykError(error) && error.code === "not-found";
        if (!isGone) failures.push(`${what}: ${reason(error)}`);
        return false;
      }
    };
    const removals = [...this.codes].map((listedCode) =>
      attempt("a token", tyk.tokens.revoke({ apiId: this.ref.apiId, listedCode })),
    );
    const removed = (await Promise.all(removals)).filter(Boolean).length;
    for (const apiId of ["orders", "billing"]) {
      const args = { sweep: false, wait: false, ifUnproved: "go-on" } as const;
      await attempt(`${id} on ${apiId}`, tyk.clients.delete({ apiId, clientId: id }, args));
    }
    const [failure] = failures;
    const done = `Cleaned up: ${id} is deleted, and ${removed} tokens that had outlived it are removed.`;
    return failure === undefined
      ? { done }
      : { done, failed: `${failures.length} left, such as ${failure}` };
  }
}
