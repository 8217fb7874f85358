import { encodeGoJson } from "../go/go-json.ts";

/** A response of the gateway. */
export interface GatewayResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const jsonContentType = "application/json";
const textContentType = "text/plain; charset=utf-8";

/** Creates JSON with a line break at the end, as the control API sends it. */
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

/** Creates `{"status":"error","message"}`. */
export function createErrorResponse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return createJsonResponse(status, { status: "error", message }, headers);
}

/** Creates `{"status":"ok","message"}` with 200. */
export function createOkResponse(message: string): GatewayResponse {
  return createJsonResponse(200, { status: "ok", message });
}

/** Creates `{"key","status":"ok","action":"deleted"}` with 200. */
export function createDeletedResponse(key: string): GatewayResponse {
  return createJsonResponse(200, { key, status: "ok", action: "deleted" });
}

/** Creates the 404 of an unknown route of the control API. */
export function createPageNotFoundResponse(): GatewayResponse {
  return {
    status: 404,
    headers: { "content-type": textContentType },
    body: "404 page not found\n",
  };
}

/** Creates the 404 of a request that no API receives, or that came to the wrong address. */
export function createNotFoundResponse(): GatewayResponse {
  return { status: 404, headers: { "content-type": textContentType }, body: "Not Found" };
}

/** Creates the 400 of an invalid request line. */
export function createBadRequestResponse(): GatewayResponse {
  return {
    status: 400,
    headers: { "content-type": textContentType, connection: "close" },
    body: "400 Bad Request",
  };
}

/** Creates a redirect without a body. */
export function createRedirectResponse(status: number, location: string): GatewayResponse {
  return { status, headers: { location }, body: "" };
}

/** Creates JSON that is labelled as text, as authorize-client sends it. */
export function createMislabelledJsonResponse(status: number, body: string): GatewayResponse {
  return { status, headers: { "content-type": textContentType }, body };
}
