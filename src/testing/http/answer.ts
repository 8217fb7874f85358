import { writeJson } from "../go/go-json.ts";

/** What the gateway answers. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const jsonType = "application/json";
const textType = "text/plain; charset=utf-8";

/** JSON and a line break, as the control API answers. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { ...headers, "content-type": jsonType },
    body: `${writeJson(value)}\n`,
  };
}

/** `{"status":"error","message"}`. */
export function errorAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { status: "error", message }, headers);
}

/** `{"status":"ok","message"}` with 200. */
export function okAnswer(message: string): Answer {
  return jsonAnswer(200, { status: "ok", message });
}

/** `{"key","status":"ok","action":"deleted"}` with 200. */
export function deletedAnswer(key: string): Answer {
  return jsonAnswer(200, { key, status: "ok", action: "deleted" });
}

/** Where a route of the control API is not there. */
export function pageNotFound(): Answer {
  return { status: 404, headers: { "content-type": textType }, body: "404 page not found\n" };
}

/** Where no API listens, or an address serves something else. */
export function notFound(): Answer {
  return { status: 404, headers: { "content-type": textType }, body: "Not Found" };
}

/** A request line that is none. */
export function badRequest(): Answer {
  return {
    status: 400,
    headers: { "content-type": textType, connection: "close" },
    body: "400 Bad Request",
  };
}

/** A redirect without a body. */
export function redirectAnswer(status: number, location: string): Answer {
  return { status, headers: { location }, body: "" };
}

/** JSON under another label, as authorize-client answers. */
export function mislabelledJsonAnswer(status: number, body: string): Answer {
  return { status, headers: { "content-type": textType }, body };
}
