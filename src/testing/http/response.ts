import { encodeGoJson } from "../go/go-json.ts";

/** A response of the gateway. */
export interface GatewayResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  readonly body: string | Uint8Array;
}

/** The headers of a response by their names in lower case. */
type ResponseHeaders = Readonly<Record<string, string>>;

/** Creates JSON with a line break at the end, as the control API sends it. */
export function createJsonResponse(
  status: number,
  value: unknown,
  headers: ResponseHeaders = {},
): GatewayResponse {
  const body = `${encodeGoJson(value)}\n`;
  return { status, headers: { ...headers, "content-type": "application/json" }, body };
}

/** Creates `{"status":"error","message"}`. */
export function createErrorResponse(
  status: number,
  message: string,
  headers: ResponseHeaders = {},
): GatewayResponse {
  return createJsonResponse(status, { status: "error", message }, headers);
}

/** Creates `{"status":"ok","message"}` with 200. */
export function createOkResponse(message: string): GatewayResponse {
  return createJsonResponse(200, { status: "ok", message });
}

/** Creates `{"key","status":"ok","action":"deleted"}` with 200. */
export function createDeleteResponse(key: string): GatewayResponse {
  return createJsonResponse(200, { key, status: "ok", action: "deleted" });
}

/** Creates a text. */
export function createTextResponse(status: number, body: string): GatewayResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

/** Creates a redirect without a body. */
export function createRedirectResponse(status: number, location: string): GatewayResponse {
  return { status, headers: { location }, body: "" };
}
