import { createClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { ConnectionDropped } from "./errors.ts";
import { Faults, isOutage } from "./faults.ts";
import type { FaultAnswer, GatewayFault, StorageOutage } from "./faults.ts";
import { badRequest } from "./http/answer.ts";
import type { Answer } from "./http/answer.ts";
import { bodyText, readRequest } from "./http/request.ts";
import type { GatewayRequest, IncomingRequest } from "./http/request.ts";
import { answerDuringOutage, defaultOutageMs, needsStorage, stateDuringOutage } from "./outage.ts";
import { createRandom } from "./random.ts";
import type { RecordedRequest } from "./request-log.ts";
import { controlRouter } from "./routing/control-routes.ts";
import type { ControlTarget } from "./routing/control-routes.ts";
import { route } from "./routing/route.ts";
import type { Router } from "./routing/router.ts";
import type { Api, Policy, Settings } from "./settings.ts";
import { createState, reload } from "./state.ts";
import type { GatewayState } from "./state.ts";

/** The gateway behind its ways in: takes requests, keeps the log of them, and lets faults have their way. */
export class GatewayServer {
  readonly settings: Settings;
  readonly faults: Faults = new Faults();
  readonly log: RecordedRequest[] = [];
  readonly #router: Router<ControlTarget>;
  #clock: Clock;
  #state: GatewayState;

  constructor(settings: Settings) {
    this.settings = settings;
    this.#clock = createClock(settings.now);
    this.#state = createState(settings, this.#clock, createRandom(settings.seed));
    this.#router = controlRouter(settings, this.#state.traits);
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Loads APIs and policies; what is `undefined` stays as it is loaded. All storage stays. */
  reload(apis: readonly Api[] | undefined, policies: readonly Policy[] | undefined): void {
    const { state } = this;
    const loaded = state.apis.all().map((api) => api.definition);
    reload(state, apis ?? loaded, policies ?? state.policies.all());
  }

  /** Back to the beginning: nothing stored, nothing seen, no faults, and the clock where it was. */
  reset(): void {
    this.#clock = createClock(this.settings.now);
    this.#state = createState(this.settings, this.#clock, createRandom(this.settings.seed));
    this.faults.clear();
    this.log.length = 0;
  }

  /**
   * Answers a request. Throws {@link ConnectionDropped} where no answer comes, and {@link NotModelledError} where the
   * request is outside the model.
   */
  async answer(incoming: IncomingRequest): Promise<Answer> {
    const request = await readRequest(incoming);
    const [path = "", query = ""] = split(incoming.target);
    const routed = request === undefined ? undefined : route(this.#state, this.#router, request);
    const entry: RecordedRequest = {
      method: incoming.method,
      path,
      query,
      headers: Object.fromEntries(incoming.headers),
      body: bodyText(incoming),
      operation: routed?.operation,
      at: this.#clock.now(),
      status: undefined,
    };
    this.log.push(entry);
    const run = routed === undefined ? badRequest : routed.run;
    const fault = this.faults.take(entry);
    // While storage is down nothing can be written back.
    if (!isOutage(fault)) this.#state.sessions.countRequest();
    const answer = isOutage(fault)
      ? await this.#answerWithoutStorage(request, fault.tookMs)
      : fault === undefined
        ? await run()
        : await spoil(fault, run, incoming.signal);
    entry.status = answer.status;
    return withDate(answer, this.date());
  }

  async #answerWithoutStorage(
    request: GatewayRequest | undefined,
    tookMs = defaultOutageMs,
  ): Promise<Answer> {
    if (request === undefined) return badRequest();
    const state = stateDuringOutage(this.#state);
    const { operation, run } = route(state, this.#router, request);
    if (needsStorage(operation)) this.#clock.advance(tookMs);
    return answerDuringOutage(state, operation, await run());
  }

  /** The gateway's time now, as a `date` header has it. */
  date(): string {
    return new Date(this.#clock.now()).toUTCString();
  }
}

/** An upstream's own date stays, and so does that of a fault. */
function withDate(answer: Answer, date: string): Answer {
  const hasDate = Object.keys(answer.headers).some((name) => name.toLowerCase() === "date");
  return hasDate ? answer : { ...answer, headers: { ...answer.headers, date } };
}

const proxyPage =
  "<!doctype html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";

type Run = () => Answer | Promise<Answer>;

async function spoil(
  fault: Exclude<GatewayFault, StorageOutage>,
  run: Run,
  signal: AbortSignal,
): Promise<Answer> {
  if (fault === "drop") throw new ConnectionDropped("dropped by a fault");
  if (fault === "html")
    return {
      status: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: proxyPage,
    };
  if (typeof fault === "object") return otherAnswer(fault, run, signal);
  const answer = await run();
  if (fault === "applied-then-drop")
    throw new ConnectionDropped("dropped by a fault, after the request took effect");
  return {
    ...answer,
    body: fault === "empty" ? "" : answer.body.slice(0, Math.floor(answer.body.length / 2)),
  };
}

async function otherAnswer(fault: FaultAnswer, run: Run, signal: AbortSignal): Promise<Answer> {
  const answer = fault.status === undefined ? await run() : writtenAnswer(fault, fault.status);
  const { delayMs = 0 } = fault;
  if (delayMs > 0) await delay(delayMs, signal);
  return answer;
}

/** Waits, but not for an answer that nobody waits for. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}

function writtenAnswer(fault: FaultAnswer, status: number): Answer {
  const { body = "", headers } = fault;
  if (typeof body === "string")
    return { status, headers: headers ?? { "content-type": "text/plain; charset=utf-8" }, body };
  return {
    status,
    headers: headers ?? { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

function split(target: string): string[] {
  const question = target.indexOf("?");
  return question < 0 ? [target] : [target.slice(0, question), target.slice(question + 1)];
}
