import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { NotUtf8Error, BodyTooLargeError, readText } from "../transport/read-body.ts";

/** A notification is four short texts and a word: what is larger is none. */
const maxBodyBytes = 65_536;

/**
 * A header's value, or `undefined` where there is none. One that came several times is joined as `Headers` and Node do it,
 * so that it is no secret any more.
 */
export function headerOf(headers: UnknownRecord, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([given]) => given.toLowerCase() === name)
    .flatMap(([, value]) => value)
    .filter((value) => typeof value === "string");
  return values.length === 0 ? undefined : values.join(", ");
}

/** By what it can do, since a framework's `Headers` need not be the runtime's. */
function isHeaders(headers: UnknownRecord): headers is UnknownRecord & Pick<Headers, "get"> {
  return typeof headers["get"] === "function";
}

/** The body as text, or why there is none. What the stream throws is dropped: it may quote what it read. */
export async function bodyOf(
  request: UnknownRecord,
): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    return { text: await readBody(request) };
  } catch (error) {
    if (error instanceof BodyTooLargeError) return { why: `is larger than ${maxBodyBytes} bytes` };
    if (error instanceof NotUtf8Error) return { why: "is not UTF-8" };
    if (error instanceof NotThere)
      return { why: "must be there as it came, neither read nor parsed before" };
    return { why: "could not be read to its end" };
  }
}

/** There is no body, or no longer. */
class NotThere extends Error {}

async function readBody({ body, bodyUsed }: UnknownRecord): Promise<string> {
  if (typeof body === "string") return checkSize(body);
  if (bodyUsed === true || !isStream(body) || body.locked) throw new NotThere();
  // Without a limit of time: whoever gets this far has the secret, and servers have limits of their own.
  return readText({ body }, maxBodyBytes, { race: (read) => read });
}

function checkSize(text: string): string {
  if (new TextEncoder().encode(text).length > maxBodyBytes) throw new BodyTooLargeError();
  return text;
}

function isStream(body: unknown): body is ReadableStream<unknown> {
  return isRecord(body) && typeof body["getReader"] === "function";
}
