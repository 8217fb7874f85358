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
    return this.#decideOnce(ticket, decision, user);
  }

  /** Makes a decision. A second one with the same ticket gets the result of the first for some seconds. */
  #decideOnce(
    ticket: Ticket,
    decision: "allow" | "deny",
    user: ConsentUser,
  ): Promise<DecisionResult> {
    const key = `${ticket.id} ${decision}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = this.#decide(ticket, decision, user);
    this.#results.set(key, result);
    const timer: unknown = setTimeout(() => this.#results.delete(key), resultLifeMs);
    // Node's timers keep the process running.
    if (typeof timer === "object") (timer as { unref?: () => void } | null)?.unref?.();
    return result;
  }

  async #decide(
    ticket: Ticket,
    decision: "allow" | "deny",
    user: ConsentUser,
  ): Promise<DecisionResult> {
    const { tyk, tickets, remember } = this.#settings;
    if (ticket.expiresAt <= Date.now()) return { problem: "expired" };
    if (!(await tickets.use(ticket.id, ticket.expiresAt))) return { problem: "used" };
    if (decision === "deny") return { location: denialUrl(ticket) };
    const { apiId, clientId, redirectUri } = ticket;
    // Reads the client again: it may have changed while the page was open.
    const location = await grant(this.#settings, ticket, await readDetails(tyk, ticket, user));
    await remember?.add({ userId: user.id, apiId, clientId, redirectUri });
    return { location };
  }
}
