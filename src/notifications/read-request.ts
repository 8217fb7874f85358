import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { toBytes } from "../util/bytes.ts";
import { NotUtf8Error, BodyTooLargeError, readText } from "../transport/read-body.ts";

/** A notification has five short fields. A larger body is not a notification. */
const maxBodyBytes = 65_536;

/** Reads a header. Repeated headers are joined as `Headers` and Node join them, and so do not equal the secret. */
export function readHeader(headers: UnknownRecord, name: string): string | undefined {
  if (hasGetMethod(headers)) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value)
    .filter((value) => typeof value === "string");
  return values.length === 0 ? undefined : values.join(", ");
}

/** Duck-typed, because a framework's `Headers` can differ from the runtime's. */
function hasGetMethod(headers: UnknownRecord): headers is UnknownRecord & Pick<Headers, "get"> {
  return typeof headers["get"] === "function";
}

/**
 * Reads the body as text, or returns why it cannot. The stream's own error is dropped, because it may quote
 * what it read.
 */
export async function readBody(
  request: UnknownRecord,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    return { text: await readBodyOrThrow(request) };
  } catch (error) {
    if (error instanceof BodyTooLargeError)
      return { problem: `is larger than ${maxBodyBytes} bytes` };
    if (error instanceof NotUtf8Error) return { problem: "is not UTF-8" };
    if (error instanceof BodyUnavailableError)
      return {
        problem: "must be unread and unparsed; pass the request before anything reads its body",
      };
    return { problem: "could not be read to its end" };
  }
}

/** There is no body, or it was already read. */
class BodyUnavailableError extends Error {}

async function readBodyOrThrow({ body, bodyUsed }: UnknownRecord): Promise<string> {
  if (typeof body === "string") return withoutByteOrderMark(assertSize(body));
  if (toBytes(body) !== undefined)
    return readText({ arrayBuffer: () => Promise.resolve(body) }, maxBodyBytes, noDeadline);
  if (bodyUsed === true || !isStream(body) || body.locked) throw new BodyUnavailableError();
  // No timeout: the sender has proved that it has the secret, and servers have timeouts of their own.
  return readText({ body }, maxBodyBytes, noDeadline);
}

const noDeadline = { race: <T>(read: Promise<T>): Promise<T> => read };

/** Decoding bytes removes the mark too. JSON must not have it. */
function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function assertSize(text: string): string {
  if (new TextEncoder().encode(text).length > maxBodyBytes) throw new BodyTooLargeError();
  return text;
}

function isStream(body: unknown): body is ReadableStream<unknown> {
  return isRecord(body) && typeof body["getReader"] === "function";
}
