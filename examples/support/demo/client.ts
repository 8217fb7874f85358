import { isTykError } from "@tyk-oauth/sdk";
import type {
  ClientCopies,
  ClientRef,
  TokenRequest,
  TokenResponse,
  TykOAuth,
} from "@tyk-oauth/sdk";
import type { DemoGateway } from "./gateway.ts";
import { check, describeError } from "./steps.ts";
import type { StepOutput } from "./steps.ts";

/** Longer than the ten seconds for which the gateway's session cache can accept a removed token (Trap 16). */
const sessionCacheMs = 10_500;

/** The client that the demo creates. It gets tokens and calls the API with them, like the client's backend. */
export class DemoClient {
  /** A random id. The demo changes only this client. */
  readonly id: string = `demo-${crypto.randomUUID()}`;
  readonly redirectUri = "https://shop.example/cb";
  /** The copy that most steps use. The other copy is on `billing`. */
  readonly ref: ClientRef = { apiId: "orders", clientId: this.id };
  /** Both copies. */
  readonly allCopies: ClientCopies = { clientId: this.id, apis: "all" };
  readonly tyk: TykOAuth;
  readonly gateway: DemoGateway;
  /** The API's listen path, from its definition. */
  listenPath = "/orders/";
  /** The listed codes of the demo's tokens. `cleanUp` removes these tokens. */
  readonly codes: Set<string> = new Set<string>();
  #isCreated = false;

  constructor(gateway: DemoGateway) {
    this.tyk = gateway.tyk;
    this.gateway = gateway;
  }

  /** Call this before creating the client, so that `cleanUp` deletes it even if the call fails. */
  markCreated(): void {
    this.#isCreated = true;
  }

  /** Gets a token from the public token endpoint with the client's id and secret, like the client's backend. */
  requestToken(secret: string, body: TokenRequest): Promise<TokenResponse> {
    const authorization = `Basic ${btoa(`${this.id}:${secret}`)}`;
    const path = { listenPath: this.listenPath };
    return this.tyk.raw.oauthToken({ path, body }, { headers: { authorization } });
  }

  /** Whether the token endpoint refuses the request with an OAuth error. */
  async isRefused(secret: string, body: TokenRequest): Promise<boolean> {
    try {
      await this.requestToken(secret, body);
      return false;
    } catch (error) {
      if (isTykError(error) && error.code === "oauth") return true;
      throw error;
    }
  }

  /** Calls the API with a token, and returns the response's status. */
  async callApi(token: string): Promise<number> {
    const url = `${this.gateway.apiUrl}${this.listenPath}hello`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    return response.status;
  }

  /**
   * Checks that the API refuses an ended token. If the gateway's session cache still accepts the token, prints that, waits, and checks
   * again.
   */
  async checkRefused(output: StepOutput, token: string, which: string): Promise<void> {
    let status = await this.callApi(token);
    if (status === 200) {
      output.surprise(`${which} still opens the API, from the gateway's session cache.`);
      const waited = await this.gateway.passTime(sessionCacheMs);
      status = await this.callApi(token);
      output.result(`The API responds ${status} ${waited}.`);
    } else {
      output.result(`The API responds ${status} to ${which}.`);
    }
    check(status === 403, `the API refuses ${which}`);
  }

  /** Deletes the client and its remaining tokens. Returns what was done, and what failed. */
  async cleanUp(): Promise<{ done: string; failed?: string }> {
    if (!this.#isCreated)
      return { done: "No client was created, so there is nothing to clean up." };
    const { tyk, id } = this;
    const failures: string[] = [];
    const attempt = async (what: string, work: Promise<unknown>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch (error) {
        const isGone = isTykError(error) && error.code === "not-found";
        if (!isGone) failures.push(`${what}: ${describeError(error)}`);
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
    const done = `Cleaned up: deleted ${id} and ${removed} tokens that were still alive.`;
    return failure === undefined
      ? { done }
      : { done, failed: `${failures.length} failed, such as ${failure}` };
  }
}
