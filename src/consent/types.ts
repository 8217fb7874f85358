import type { TykOAuth } from "../client.ts";
import type { KeyRules } from "../verbs/clients/key-rules.ts";

/** A user who is logged in. */
export interface ConsentUser {
  /** The user's id. It is stored in the token's session as `meta_data.user`, unless `keyRules` sets other rules. */
  readonly id: string;
  /** The name that the page shows. Defaults to the id. */
  readonly name?: string | undefined;
  /**
   * Identifies the user's session. A page of one session then cannot be submitted in another session of the same user. Use a hash of
   * the session's cookie, not the cookie itself.
   */
  readonly sessionId?: string | undefined;
}

/** What a user agreed to. */
export interface GivenConsent {
  readonly userId: string;
  readonly apiId: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

/** Stores which consents users gave, so that they are not shown the page again. */
export interface ConsentStore {
  /** Whether the user gave this consent before, and it is still valid. */
  has(consent: GivenConsent): boolean | Promise<boolean>;
  /** Stores a consent. */
  add(consent: GivenConsent): unknown;
}

/** Stores which tickets were used. Several processes need a shared store, such as Redis with `SET key NX PXAT`. */
export interface TicketStore {
  /**
   * Marks a ticket as used, until it expires.
   *
   * @param expiresAt - In milliseconds since the epoch. The store may forget the ticket then.
   * @returns Whether the ticket was unused. Two calls with one id must never both get `true`.
   */
  use(id: string, expiresAt: number): boolean | Promise<boolean>;
}

/** What the page is about. All values are plain text: the page escapes them. */
export interface ConsentDetails {
  readonly user: ConsentUser;
  readonly apiId: string;
  /** The API's name, or its id if it has none. */
  readonly apiName: string;
  readonly clientId: string;
  /** The client's description, or its id if it has none. */
  readonly clientName: string;
  /** The host to which the browser returns, or the scheme of a native application's URI. */
  readonly returnsTo: string;
}

/** The texts of the pages. Each is plain text: markup in it is shown as it is. */
export interface ConsentTexts {
  /** The language of the texts, for the `lang` attribute. */
  readonly lang: string;
  readonly title: (details: ConsentDetails) => string;
  readonly request: (details: ConsentDetails) => string;
  readonly signedInAs: (details: ConsentDetails) => string;
  readonly returnsTo: (details: ConsentDetails) => string;
  readonly allow: string;
  readonly deny: string;
  /** The heading and the advice of the page for each problem. */
  readonly problems: Readonly<Record<ConsentProblem, readonly [heading: string, advice: string]>>;
}

/**
 * Why a page shows an error:
 *
 * - `"bad-request"`: the request of the client is wrong, or its redirect URI is not registered.
 * - `"expired"`: the page was open for too long.
 * - `"used"`: the page was submitted before.
 * - `"other-session"`: the page belongs to another user or another session, or another site submitted it.
 * - `"unavailable"`: the gateway or the login does not respond.
 * - `"method"`: the HTTP method is neither GET nor POST.
 */
export type ConsentProblem =
  "bad-request" | "expired" | "used" | "other-session" | "unavailable" | "method";

/** How the pages look. */
export interface ConsentPageOptions {
  /**
   * CSS that is added to the page's own. The page's colours are variables: `--consent-background`, `--consent-text`,
   * `--consent-accent`, `--consent-on-accent` and `--consent-border`.
   */
  readonly css?: string | undefined;
}

/** Options of {@link createConsent}. */
export interface CreateConsentOptions {
  /** Calls the gateway. */
  readonly tyk: TykOAuth;
  /**
   * The key that signs tickets: at least 32 bytes, the same in all processes. To replace it, pass a list: the first key signs, and
   * all keys are accepted.
   */
  readonly signingKey: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Returns the user who is logged in, such as by the session's cookie. `undefined` sends the browser to `loginUrl`. */
  readonly user: (request: Request) => ConsentUser | undefined | Promise<ConsentUser | undefined>;
  /**
   * The login. It gets the parameter `return_to`: the path and the query to which it must send the browser back. The login must not
   * redirect to another site by it.
   */
  readonly loginUrl: string | URL;
  /**
   * Returns the id of the API. The gateway does not send it, so it must be in the API's `auth_login_redirect`.
   * @defaultValue the last segment of the path: `orders` of `https://login.example/consent/orders`
   */
  readonly apiId?: ((request: Request) => string | undefined) | undefined;
  /**
   * Returns the rules of the token. They replace the client's policy.
   * @defaultValue the client's policy, with the user's id as `meta_data.user`
   */
  readonly keyRules?:
    ((details: ConsentDetails) => KeyRules | undefined | Promise<KeyRules | undefined>) | undefined;
  /** Replaces some of the texts. Texts that are left out stay English. */
  readonly texts?:
    | (Partial<Omit<ConsentTexts, "problems">> & {
        readonly problems?: Partial<ConsentTexts["problems"]>;
      })
    | undefined;
  /** How the pages look. */
  readonly page?: ConsentPageOptions | undefined;
  /**
   * Remembers consents. Without it the page is shown each time. A client that other programs can imitate, such as a native
   * application, should be shown each time.
   */
  readonly remember?: ConsentStore | undefined;
  /**
   * Remembers which tickets were used.
   * @defaultValue a store in the memory of this process
   */
  readonly tickets?: TicketStore | undefined;
  /**
   * Called with what the page could not do: an error of the gateway, or what one of your functions threw. Errors of this package have
   * no secrets.
   * @defaultValue the name of the error, and the message of an error of this package, are written to the console
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined;
}

/** The consent page: a `fetch` handler for Hono, Next.js, workers, Bun and Deno, and by an adapter for Express and Fastify. */
export interface Consent {
  /** Handles a request. It never rejects: a failure is a page too. It can be called unbound. */
  readonly fetch: (request: Request) => Promise<Response>;
}
