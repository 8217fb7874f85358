import type { OAuthClient } from "../../generated/index.ts";
import type { TykOAuth } from "../client.ts";
import { encodeBase64 } from "../util/base64.ts";
import { newClientId } from "../util/random-text.ts";
import { toCanonicalJson } from "./canonical-json.ts";
import { fingerprintedFields } from "./fields.ts";
import type { Plan } from "./plan-types.ts";

/** The same for all plans of a process, because each new salt costs a key derivation. */
let processSalt: string | undefined;

/**
 * Fingerprints and signs with a key that only holders of the gateway's secret can derive. They can read every client's secret
 * anyway. Somebody who reads a plan cannot guess a weak secret from it.
 */
export class PlanKey {
  readonly salt: string;
  readonly #key: CryptoKey;

  private constructor(salt: string, key: CryptoKey) {
    this.salt = salt;
    this.#key = key;
  }

  /** Derives the key of a plan, or of a new plan without `salt`. */
  static async derive(
    tyk: TykOAuth,
    signal: AbortSignal | undefined,
    salt: string = (processSalt ??= newClientId()),
  ): Promise<PlanKey> {
    return new PlanKey(salt, await tyk.deriveKey(salt, { signal }));
  }

  /** Identifies the state of a client's copies. */
  fingerprint(clientId: string, copies: ReadonlyMap<string, OAuthClient>): Promise<string> {
    const apiIds = [...copies.keys()].sort();
    const states = [...copies].map(([apiId, client]) => [apiId, fingerprintedFields(client)]);
    const state = Object.fromEntries(states) as Readonly<Record<string, unknown>>;
    return this.#sign(["client", clientId, apiIds, state]);
  }

  /** Signs everything in a plan. */
  sign(plan: Omit<Plan, "signature">): Promise<string> {
    const { version, generatedAt, apis, prune, summary, clients, salt } = plan;
    return this.#sign(["plan", version, generatedAt, apis, prune, summary, clients, salt]);
  }

  async #sign(value: unknown): Promise<string> {
    const bytes = new TextEncoder().encode(toCanonicalJson(value));
    return encodeBase64(new Uint8Array(await crypto.subtle.sign("HMAC", this.#key, bytes)));
  }
}
