import type { Gateway, GatewayOptions, RecordedRequest } from "@tyk-oauth/sdk/testing";
import { GatewayServer } from "../../../../src/testing/gateway-server.ts";
import { createGatewayOf } from "../../../../src/testing/gateway.ts";
import type { IncomingRequest } from "../../../../src/testing/http/request.ts";
import type { GatewayResponse } from "../../../../src/testing/http/response.ts";
import { resolveGatewaySettings } from "../../../../src/testing/settings/gateway-settings.ts";
import type { RunEvent, SeenRequest } from "../run/events.ts";
import type { GatewaySettings } from "../run/settings.ts";
import { Calls } from "./calls.ts";
import { addFault, applySettings } from "./gateway-options.ts";
import { callHeader, observeClient } from "./observe-client.ts";
import { StorageReader } from "./read-storage.ts";
import { shorten } from "./shorten.ts";

/** A gateway of the program, and what the page can do with it. */
export interface ObservedGateway {
  readonly gateway: Gateway;
  /** Moves the gateway's clock, and reports what is stored then. */
  advance(ms: number): void;
}

/** Creates gateways that report their calls, their requests and what they store. */
export class GatewayObserver {
  readonly #report: (event: RunEvent) => void;
  readonly #settings: GatewaySettings;
  /** The newest gateway of the program. */
  latest: ObservedGateway | undefined;

  constructor(settings: GatewaySettings, report: (event: RunEvent) => void) {
    this.#settings = settings;
    this.#report = report;
  }

  /** Creates a gateway, as `createGateway` of the SDK does. */
  create(options: GatewayOptions = {}): Gateway {
    const report = this.#report;
    const settings = resolveGatewaySettings(applySettings(options, this.#settings));
    const server = new ObservedServer(settings);
    const storage = new StorageReader(server);
    const showStorage = (cause: string): void => {
      report({ type: "gateway", cause, snapshot: storage.read() });
    };
    server.onSeen = (request) => {
      report({ type: "request", request });
      if (request.callId === 0) showStorage(`${request.method} ${request.target}`);
    };
    const calls = new Calls(report, ({ name }) => {
      showStorage(name);
    });
    const gateway = createGatewayOf(server);
    const observed: Gateway = Object.create(gateway, {
      client: {
        value: (clientOptions: Parameters<Gateway["client"]>[0] = {}) =>
          observeClient(gateway.client(clientOptions), calls, clientOptions.headers),
      },
      advance: {
        value: (ms: number) => {
          gateway.advance(ms);
          showStorage(`gateway.advance(${ms})`);
        },
      },
    }) as Gateway;
    addFault(gateway, this.#settings);
    this.latest = {
      gateway,
      advance: (ms) => {
        gateway.advance(ms);
        showStorage("the clock was moved");
      },
    };
    showStorage("createGateway()");
    return observed;
  }
}

/** Reports each request with its response. */
class ObservedServer extends GatewayServer {
  onSeen: (request: SeenRequest) => void = () => undefined;

  override async handle(
    incoming: IncomingRequest,
    onDone?: (request: RecordedRequest) => void,
  ): Promise<GatewayResponse> {
    const callId = Number(incoming.headers.get(callHeader) ?? 0);
    incoming.headers.delete(callHeader);
    let recorded: RecordedRequest | undefined;
    let response: GatewayResponse | undefined;
    try {
      response = await super.handle(incoming, (request) => {
        recorded = request;
        onDone?.(request);
      });
      return response;
    } finally {
      if (recorded !== undefined) this.onSeen(toSeenRequest(callId, recorded, response));
    }
  }
}

function toSeenRequest(
  callId: number,
  { method, path, query, operation = "", body }: RecordedRequest,
  response: GatewayResponse | undefined,
): SeenRequest {
  const text = response?.body ?? "";
  return {
    callId: Number.isSafeInteger(callId) && callId > 0 ? callId : 0,
    method,
    target: shorten(query === "" ? path : `${path}?${query}`, 500),
    operation,
    status: response?.status ?? 0,
    body: shorten(body),
    response: shorten(typeof text === "string" ? text : new TextDecoder().decode(text)),
  };
}
