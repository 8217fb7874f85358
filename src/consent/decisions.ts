import { denialUrl } from "./authorization-request.ts";
import { grant } from "./grant.ts";
import type { ConsentSettings } from "./options.ts";
import { readDetails } from "./read-details.ts";
import { readForm } from "./read-form.ts";
import type { Ticket } from "./ticket.ts";
import type { ConsentProblem, ConsentUser } from "./types.ts";

/** What happens after a decision. `login` sends the browser to the login. */
export type DecisionResult =
  { readonly location: string } | { readonly problem: ConsentProblem } | { readonly login: true };

/** A decision whose ticket belongs to the user. */
interface MadeDecision {
  readonly ticket: Ticket;
  readonly decision: "allow" | "deny";
  readonly user: ConsentUser;
  readonly request: Request;
}

/** A decision that was made, or is being made. */
interface KeptDecision {
  /** When the decision is forgotten, in milliseconds since the epoch. */
  readonly until: number;
  /** `undefined` while the decision is being made. */
  outcome?: { readonly result: DecisionResult } | { readonly error: unknown };
}

/** How long a decision is kept for a second submit of the same page, in milliseconds. */
const decisionLifeMs = 10_000;
/** How long a second submit waits between two looks at the first, in milliseconds. */
const pollMs = 20;

/** Handles the decisions of users. */
export class Decisions {
  readonly #settings: ConsentSettings;
  /** The last decisions by ticket: a double click gets one code, and the browser follows the second response. */
  readonly #kept = new Map<string, KeptDecision>();

  constructor(settings: ConsentSettings) {
    this.#settings = settings;
  }

  async handle(request: Request): Promise<DecisionResult> {
    // Browsers set this header, and pages cannot. Another site must not submit the form.
    const site = request.headers.get("sec-fetch-site") ?? "same-origin";
    if (site !== "same-origin" && site !== "none") return { problem: "other-session" };
    const form = await readForm(request);
    const decision = form?.get("decision");
    if (form === undefined || (decision !== "allow" && decision !== "deny"))
      return { problem: "bad-request" };
    const ticket = await this.#settings.signer.verify(form.get("ticket") ?? "");
    if (ticket === undefined) return { problem: "bad-request" };
    const user = await this.#settings.user(request);
    if (user === undefined) return { login: true };
    if (user.id !== ticket.userId || user.sessionId !== ticket.sessionId)
      return { problem: "other-session" };
    if (ticket.apiId !== this.#settings.apiId(request)) return { problem: "bad-request" };
    return this.#decideOnce({ ticket, decision, user, request });
  }

  /**
   * Makes a decision. A second one with the same ticket gets the result of the first for some seconds. It never awaits the first one's
   * promise: on Cloudflare Workers that promise stays pending if the first request ends early.
   */
  async #decideOnce(made: MadeDecision): Promise<DecisionResult> {
    const key = `${made.ticket.id} ${made.decision}`;
    for (;;) {
      const known = this.#find(key);
      if (known === undefined) return this.#keep(key, made);
      while (known.outcome === undefined && known.until > Date.now())
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      if (known.outcome === undefined) continue;
      if ("error" in known.outcome) throw known.outcome.error;
      return known.outcome.result;
    }
  }

  /** Finds a decision that is still kept, and forgets the others. */
  #find(key: string): KeptDecision | undefined {
    const now = Date.now();
    for (const [oldest, { until }] of this.#kept) {
      if (until > now) break;
      this.#kept.delete(oldest);
    }
    return this.#kept.get(key);
  }

  async #keep(key: string, made: MadeDecision): Promise<DecisionResult> {
    const kept: KeptDecision = { until: Date.now() + decisionLifeMs };
    this.#kept.set(key, kept);
    try {
      const result = await this.#decide(made);
      kept.outcome = { result };
      return result;
    } catch (error) {
      kept.outcome = { error };
      // After a failure the user can submit the page again.
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
      throw error;
    }
  }

  async #decide({ ticket, decision, user, request }: MadeDecision): Promise<DecisionResult> {
    const { tyk, tickets } = this.#settings;
    if (ticket.expiresAt <= Date.now()) return { problem: "expired" };
    // Reads the client again: it may have changed while the page was open. If the gateway is down, the ticket stays unused.
    const details = await readDetails(tyk, ticket, user);
    if (!(await tickets.use(ticket.id, ticket.expiresAt))) return { problem: "used" };
    if (decision === "deny") return { location: denialUrl(ticket) };
    const location = await grant(this.#settings, ticket, details);
    await this.#remember(ticket, user, request);
    return { location };
  }

  /** Stores a consent. A failure is only reported: the code is granted already, and would be lost. */
  async #remember(
    { apiId, clientId, redirectUri }: Ticket,
    user: ConsentUser,
    request: Request,
  ): Promise<void> {
    try {
      await this.#settings.remember?.add({ userId: user.id, apiId, clientId, redirectUri });
    } catch (error) {
      this.#settings.onError(error, request);
    }
  }
}
