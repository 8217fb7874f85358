import { encodeGoJson } from "../go/go-json.ts";

/** What the gateway answers. */
export interface GatewayResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const jsonContentType = "application/json";
const textContentType = "text/plain; charset=utf-8";

/** JSON and a line break, as the control API answers. */
export function createJsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return {
    status,
    headers: { ...headers, "content-type": jsonContentType },
    body: `${encodeGoJson(value)}\n`,
  };
}

/** `{"status":"error","message"}`. */
export function createErrorResponse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return createJsonResponse(status, { status: "error", message }, headers);
}

/** `{"status":"ok","message"}` with 200. */
export function createOkResponse(message: string): GatewayResponse {
  return createJsonResponse(200, { status: "ok", message });
}

/** `{"key","status":"ok","action":"deleted"}` with 200. */
export function createDeletedResponse(key: string): GatewayResponse {
  return createJsonResponse(200, { key, status: "ok", action: "deleted" });
}

/** Where a route of the control API is not there. */
export function createPageNotFoundResponse(): GatewayResponse {
  return {
    status: 404,
    headers: { "content-type": textContentType },
    body: "404 page not found\n",
  };
}

/** Where no API listens, or an address serves something else. */
export function createNotFoundResponse(): GatewayResponse {
  return { status: 404, headers: { "content-type": textContentType }, body: "Not Found" };
}

/** A request line that is none. */
export function createBadRequestResponse(): GatewayResponse {
  return {
    status: 400,
    headers: { "content-type": textContentType, connection: "close" },
    body: "400 Bad Request",
  };
}

/** A redirect without a body. */
export function createRedirectResponse(status: number, location: string): GatewayResponse {
  return { status, headers: { location }, body: "" };
}

/** JSON under another label, as authorize-client answers. */
export function createMislabelledJsonResponse(status: number, body: string): GatewayResponse {
  return { status, headers: { "content-type": textContentType }, body };
}
