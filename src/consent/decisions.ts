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

/** How long the result of a decision is kept for a second submit of the same page, in milliseconds. */
const resultLifeMs = 10_000;

/** Handles the decisions of users. */
export class Decisions {
  readonly #settings: ConsentSettings;
  /** The results of the last decisions, by ticket: a double click gets one code, and the browser follows the second response. */
  readonly #results = new Map<string, Promise<DecisionResult>>();

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

  /** Makes a decision. A second one with the same ticket gets the result of the first for some seconds. */
  #decideOnce(made: MadeDecision): Promise<DecisionResult> {
    const key = `${made.ticket.id} ${made.decision}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = this.#decide(made);
    this.#results.set(key, result);
    const forget = (): boolean => this.#results.get(key) === result && this.#results.delete(key);
    // After a failure the user can submit the page again.
    result.catch(forget);
    const timer: unknown = setTimeout(forget, resultLifeMs);
    // Node's timers keep the process running.
    if (typeof timer === "object") (timer as { unref?: () => void } | null)?.unref?.();
    return result;
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
