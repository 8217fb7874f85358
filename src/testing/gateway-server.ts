import { applyFault } from "./apply-fault.ts";
import { FaultList, isStorageOutage } from "./fault-list.ts";
import { createGatewayState } from "./gateway-state.ts";
import type { GatewayState } from "./gateway-state.ts";
import { cut } from "./go/text.ts";
import type { GatewayResponse } from "./http/response.ts";
import { decodeBody, parseRequest } from "./http/request.ts";
import type { GatewayRequest, IncomingRequest } from "./http/request.ts";
import {
  createOutageState,
  defaultOutageWaitMs,
  needsStorage,
  toOutageResponse,
} from "./storage-outage.ts";
import type { RecordedRequest } from "./records.ts";
import { keepLatest } from "./keep-latest.ts";
import { createControlRouter } from "./routing/control-routes.ts";
import type { ControlTarget } from "./routing/control-routes.ts";
import { routeRequest } from "./routing/route-request.ts";
import type { Router } from "./routing/router.ts";
import type { GatewaySettings } from "./settings/gateway-settings.ts";

/** Handles requests: records them, applies faults, and calls the handlers. */
export class GatewayServer {
  readonly settings: GatewaySettings;
  readonly faults: FaultList = new FaultList();
  readonly log: RecordedRequest[] = [];
  /** Replaced by {@link GatewayServer.reset}. */
  state: GatewayState;
  readonly #router: Router<ControlTarget>;

  constructor(settings: GatewaySettings) {
    this.settings = settings;
    this.state = createGatewayState(settings);
    this.#router = createControlRouter(settings, this.state.traits);
  }

  /** Returns to the start: empty storage and log, no faults, and the initial clock. */
  reset(): void {
    this.state = createGatewayState(this.settings);
    this.faults.clear();
    this.log.length = 0;
  }

  /**
   * Handles a request.
   *
   * @param onDone - Gets the request after its response, or after its connection was dropped.
   * @throws ConnectionDroppedError if there is no response.
   * @throws NotModelledError if the request is outside the model.
   */
  async handle(
    incoming: IncomingRequest,
    onDone?: (request: RecordedRequest) => void,
  ): Promise<GatewayResponse> {
    const request = await parseRequest(incoming);
    const [path, query = ""] = cut(incoming.target, "?");
    const routed =
      request === undefined ? undefined : routeRequest(this.state, this.#router, request);
    const entry: RecordedRequest = {
      method: incoming.method,
      path,
      query,
      headers: Object.fromEntries(incoming.headers),
      body: decodeBody(incoming),
      operation: routed?.operation,
      at: this.state.clock.now(),
      status: undefined,
    };
    keepLatest(this.log, [entry], this.settings.maxLogEntries);
    try {
      const response = await this.#respond(incoming, request, entry, routed?.handle);
      entry.status = response.status;
      return withDate(response, this.date());
    } finally {
      onDone?.(entry);
    }
  }

  async #respond(
    incoming: IncomingRequest,
    request: GatewayRequest | undefined,
    entry: RecordedRequest,
    handle: (() => GatewayResponse | Promise<GatewayResponse>) | undefined,
  ): Promise<GatewayResponse> {
    const respond = handle ?? (() => badRequest);
    const fault = this.faults.takeMatching(entry);
    // Nothing can be written back while storage is down.
    if (isStorageOutage(fault)) return this.#handleDuringOutage(request, fault.tookMs);
    this.state.sessions.applyWriteBacks();
    return fault === undefined ? respond() : applyFault(fault, respond, incoming.signal);
  }

  async #handleDuringOutage(
    request: GatewayRequest | undefined,
    tookMs = defaultOutageWaitMs,
  ): Promise<GatewayResponse> {
    if (request === undefined) return badRequest;
    const state = createOutageState(this.state);
    const { operation, handle } = routeRequest(state, this.#router, request);
    if (needsStorage(operation)) this.state.clock.advance(tookMs);
    return toOutageResponse(state, operation, await handle());
  }

  /** Returns the gateway's time in the format of a `date` header. */
  date(): string {
    return new Date(this.state.clock.now()).toUTCString();
  }
}

/** The response to an invalid request line. */
const badRequest: GatewayResponse = {
  status: 400,
  headers: { "content-type": "text/plain; charset=utf-8", connection: "close" },
  body: "400 Bad Request",
};

/** The date of an upstream or of a fault stays. */
function withDate(response: GatewayResponse, date: string): GatewayResponse {
  const hasDate = Object.keys(response.headers).some((name) => name.toLowerCase() === "date");
  return hasDate ? response : { ...response, headers: { ...response.headers, date } };
}
