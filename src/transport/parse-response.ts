import { TykConfigError } from "../errors/before-request.ts";
import { TykRedirectError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import type { TykResponseErrorCode } from "../errors/response.ts";
import { isOAuthRefusal, outcomeOf, toApiError } from "./api-error.ts";
import type { Refusal } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Deadline } from "./deadline.ts";
import { parseUrl } from "../util/url.ts";
import { parseJson } from "../util/json.ts";
import { elementGuardOf, responseGuards } from "../operations/response-guards.ts";
import { discardBody, headersOf, isBodyUsed } from "./body-reader.ts";
import { FetchRejection } from "./fetch-rejection.ts";
import { NotJsonError } from "./list/list-parser.ts";
import { ListCollector } from "./list/list-receiver.ts";
import { ListTooLargeError, readList } from "./list/read-list.ts";
import { BodyTooLargeError, NotBytesError, NotUtf8Error, readText } from "./read-body.ts";
import type { ReadableHeaders } from "../util/raw-headers.ts";
import { parseRetryAfter } from "./retry/retry-after.ts";

/** A response that passed all checks. */
export interface ParsedResponse {
  readonly data: unknown;
  readonly status: number;
  readonly headers: ReadableHeaders;
}

/** The size limits of a success, in bytes. */
export interface SizeLimits {
  /** The largest response, and the largest element of a list. */
  readonly maxResponseBytes: number;
  /** The largest list. */
  readonly maxListBytes: number;
}

/** The size limit for the body of a refusal, of which only the message is used. */
const maxErrorBytes = 65_536;

/** Checks and parses a response, or throws its error. The body is always read to its end or cancelled. */
export async function parseResponse(
  call: Call,
  requestUrl: string,
  response: Response,
  deadline: Deadline,
  sizes: SizeLimits,
  nowMs: number,
): Promise<ParsedResponse> {
  const { status } = response;
  const headers = headersOf(response);
  const { success } = call.operation;
  if (status === 307 && success === 307) {
    discardBody(response.body);
    return { data: undefined, status, headers };
  }
  const toError = (refusal: Refusal): Error => apiErrorOf(call, refusal, headers, nowMs);
  if ((status >= 300 && status <= 399) || response.type === "opaqueredirect") {
    discardBody(response.body);
    throw redirectErrorOf(call, response, requestUrl);
  }
  if (status < 200 || status > 299) throw toError(await readRefusal(call, response, deadline));

  if (status !== success) {
    if (call.operation.oauthErrors) {
      const refusal = await readRefusal(call, response, deadline);
      if (isOAuthRefusal(refusal)) throw toError(refusal);
    }
    throw unusable(call, response, "protocol", `the status is ${status}, not ${success}`);
  }

  const { text, elements } = await readJsonText(call, response, deadline, sizes);
  const parsed = parseJson(text);
  if (parsed === undefined)
    throw unusable(call, response, "invalid-json", "the response is not valid JSON");
  if (!responseGuards[call.operationId](parsed.value)) {
    const refusal = toRefusal(call, response, text);
    if (isOAuthRefusal(refusal)) throw toError(refusal);
    throw wrongShape(call, response);
  }
  const data = elements === undefined ? parsed.value : withElements(call, parsed.value, elements);
  return { data, status, headers };
}

/** Puts the elements back into the response that they were read from. */
function withElements({ operation }: Call, rest: unknown, elements: unknown[]): unknown {
  const { list = "" } = operation;
  return list === "" ? elements : Object.assign(rest as object, { [list.slice(1)]: elements });
}

function wrongShape(call: Call, response: Response): TykResponseError {
  const problem = "the response does not have the shape that this operation returns";
  return unusable(call, response, "schema", problem);
}

/** Thrown if an element of a list does not have its shape. */
class WrongElementError extends Error {}

/** The body of a success. */
interface JsonText {
  /** The text, without the elements of a list that was read element by element. */
  readonly text: string;
  /** These elements; `undefined` if the list was not read in this way, or if a receiver got the elements. */
  readonly elements?: unknown[] | undefined;
}

/** Reads the body of a success. Throws if the headers rule out JSON, or if the body is too large, not UTF-8 or empty. */
async function readJsonText(
  call: Call,
  response: Response,
  deadline: Deadline,
  sizes: SizeLimits,
): Promise<JsonText> {
  const headers = headersOf(response);
  const { list, jsonAsText } = call.operation;
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "" && encoding.toLowerCase() !== "identity") {
    const problem = "the response is compressed, although the request accepts no compression";
    throw unusable(call, response, "encoding", problem);
  }
  const type = contentType(headers);
  if (type !== "application/json" && !(jsonAsText && type === "text/plain")) {
    const problem = "the response is not JSON: it may come from something other than the gateway";
    throw unusable(call, response, "content-type", problem);
  }
  // Some bodies can be read only as a whole. Their size is otherwise known too late.
  const option = list === undefined ? "maxResponseBytes" : "maxListBytes";
  if (Number(headers.get("content-length")) > sizes[option])
    throw tooLarge(call, response, option, sizes);
  if (isBodyUsed(response)) throw unreadable(call, "whose body was already read");
  let body: JsonText;
  try {
    body =
      list === undefined
        ? { text: await readText(response, sizes.maxResponseBytes, deadline) }
        : await readElements(call, response, deadline, list, sizes);
  } catch (error) {
    throw bodyErrorOf(call, response, deadline, sizes, error);
  }
  if (body.text.trim() === "")
    throw unusable(call, response, "empty-body", "the response is empty");
  return body;
}

/** Creates the error of a body that could not be read. */
function bodyErrorOf(
  call: Call,
  response: Response,
  deadline: Deadline,
  sizes: SizeLimits,
  error: unknown,
): unknown {
  if (error instanceof BodyTooLargeError)
    return tooLarge(call, response, "maxResponseBytes", sizes);
  if (error instanceof ListTooLargeError) return tooLarge(call, response, "maxListBytes", sizes);
  if (error instanceof NotUtf8Error)
    return unusable(call, response, "encoding", "the response is not UTF-8");
  if (error instanceof NotJsonError)
    return unusable(call, response, "invalid-json", "the response is not valid JSON");
  if (error instanceof NotBytesError)
    return unreadable(call, "whose body yields something other than bytes");
  if (error instanceof WrongElementError) return wrongShape(call, response);
  return deadline.endedWith(error) ? error : new FetchRejection(error);
}

function tooLarge(
  call: Call,
  response: Response,
  option: keyof SizeLimits,
  sizes: SizeLimits,
): TykResponseError {
  call.exceededLimit = option;
  const what = option === "maxListBytes" ? "the list" : "the response";
  const problem = `${what} is larger than ${sizes[option]} bytes (${option})`;
  return unusable(call, response, "too-large", problem);
}

/** Creates the error of a custom `fetch` whose response cannot be read. */
function unreadable(call: Call, problem: string): TykConfigError {
  const message = `fetch returned a response ${problem}: return a new Response for each request`;
  return new TykConfigError(message, call.recordFailure("applied"));
}

/** Reads a response that has a list, and checks each element as it arrives. */
async function readElements(
  call: Call,
  response: Response,
  deadline: Deadline,
  pointer: "" | `/${string}`,
  { maxResponseBytes, maxListBytes }: SizeLimits,
): Promise<JsonText> {
  const collector = new ListCollector();
  const receiver = call.receiver ?? collector;
  const guard = elementGuardOf(call.operationId);
  const add = (elements: unknown[], bytes: number): Promise<void> | undefined => {
    if (!elements.every(guard)) throw new WrongElementError();
    const wait = receiver.add(elements, bytes);
    // Whoever is waited for may need the slot for requests of its own.
    if (wait !== undefined) call.releaseSlot?.();
    return wait;
  };
  const reading = { pointer, maxBytes: maxResponseBytes, maxListBytes, add };
  const { text, hasList } = await readList(response, deadline, reading);
  return { text, elements: hasList && receiver === collector ? collector.elements : undefined };
}

/** Creates the error of a success that cannot be used, and cancels its body. */
function unusable(
  call: Call,
  response: Response,
  code: TykResponseErrorCode,
  problem: string,
): TykResponseError {
  discardBody(response.body);
  const { status } = response;
  return new TykResponseError(problem, { ...call.recordFailure("applied"), code, status });
}

async function readRefusal(call: Call, response: Response, deadline: Deadline): Promise<Refusal> {
  const body = await readText(response, maxErrorBytes, deadline).catch((error: unknown) => {
    // A timeout or an abort is the error of the call. Any other failure is ignored, because the status is enough.
    if (deadline.isOver) throw error;
    return "";
  });
  return toRefusal(call, response, body);
}

function toRefusal(call: Call, response: Response, body: string): Refusal {
  const { status } = response;
  const { oauthErrors } = call.operation;
  const { canBePartial } = call;
  return { status, contentType: contentType(headersOf(response)), body, oauthErrors, canBePartial };
}

function apiErrorOf(call: Call, refusal: Refusal, headers: ReadableHeaders, nowMs: number): Error {
  const retryAfterMs = parseRetryAfter(headers, nowMs);
  return toApiError(refusal, { ...call.recordFailure(outcomeOf(refusal)), retryAfterMs });
}

function redirectErrorOf(call: Call, response: Response, requestUrl: string): TykRedirectError {
  const { status } = response;
  const target = redirectTarget(headersOf(response).get("location"), requestUrl);
  const to = target === "another host" ? " to another host" : "";
  return new TykRedirectError(
    `the response is a redirect (${status})${to}; redirects are never followed, because the gateway's secret would go along`,
    { ...call.recordFailure("refused"), status, targetOrigin: to === "" ? target : undefined },
  );
}

/** Returns the origin of a redirect's target if its host is the called one. The name of another host could hold a secret. */
function redirectTarget(location: string | null, requestUrl: string): string | undefined {
  const url = location === null ? undefined : parseUrl(location, requestUrl);
  if (url === undefined) return undefined;
  const { hostname, origin, protocol } = url;
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && hostname === new URL(requestUrl).hostname ? origin : "another host";
}

function contentType(headers: ReadableHeaders): string {
  const type = headers.get("content-type") ?? "";
  // The usual value needs no parsing.
  return type === "application/json" ? type : type.split(";", 1).join("").trim().toLowerCase();
}
