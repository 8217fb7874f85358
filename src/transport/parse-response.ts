import { TykRedirectError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import type { TykResponseErrorCode } from "../errors/response.ts";
import { isOAuthRefusal, outcomeOf, toApiError } from "./api-error.ts";
import type { Refusal } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Deadline } from "./deadline.ts";
import { parseJson } from "../util/json.ts";
import { responseGuards } from "../operations/response-guards.ts";
import { NotUtf8Error, BodyTooLargeError, discardBody, readText } from "./read-body.ts";
import { parseRetryAfter } from "./retry/retry-after.ts";

/** A usable answer. */
export interface ParsedResponse {
  readonly data: unknown;
  readonly status: number;
  readonly headers: Headers;
}

/** An error's body is read for its message alone. */
const maxErrorBytes = 65_536;

/** Turns a response into the operation's answer, or throws what is wrong with it. Its body is always read or given up. */
export async function parseResponse(
  call: Call,
  requestUrl: string,
  response: Response,
  attempt: Deadline,
  maxBytes: number,
  nowMs: number,
): Promise<ParsedResponse> {
  const { status, headers } = response;
  const { success } = call.operation;
  if (status === 307 && success === 307) {
    discardBody(response.body);
    return { data: undefined, status, headers };
  }
  const toError = (refusal: Refusal): Error => apiError(call, refusal, headers, nowMs);
  if ((status >= 300 && status <= 399) || response.type === "opaqueredirect") {
    discardBody(response.body);
    throw redirectError(call, response, requestUrl);
  }
  if (status < 200 || status > 299) throw toError(await readRefusal(call, response, attempt));

  const createSchemaError = (code: TykResponseErrorCode, why: string): TykResponseError => {
    discardBody(response.body);
    return new TykResponseError(why, { ...call.failed("applied"), code, status });
  };
  if (status !== success) {
    if (call.operation.oauthErrors) {
      const refusal = await readRefusal(call, response, attempt);
      if (isOAuthRefusal(refusal)) throw toError(refusal);
    }
    throw createSchemaError("protocol", `the answer is ${status}, not ${success}`);
  }
  const encoding = (headers.get("content-encoding") ?? "identity").toLowerCase();
  if (encoding !== "identity" && encoding !== "")
    throw createSchemaError("encoding", "the answer is compressed, though it was asked not to be");
  const type = contentType(headers);
  if (type !== "application/json" && !(call.operation.jsonAsText && type === "text/plain")) {
    throw createSchemaError(
      "content-type",
      "the answer is no JSON: something other than the gateway may have answered",
    );
  }
  let text: string;
  try {
    text = await readText(response, maxBytes, attempt);
  } catch (error) {
    if (error instanceof BodyTooLargeError)
      throw createSchemaError("too-large", `the answer is larger than ${maxBytes} bytes`);
    if (error instanceof NotUtf8Error)
      throw createSchemaError("encoding", "the answer is not UTF-8");
    throw error;
  }
  if (text.trim() === "") throw createSchemaError("empty-body", "the answer is empty");
  const parsed = parseJson(text);
  if (parsed === undefined) throw createSchemaError("invalid-json", "the answer is broken JSON");
  if (!responseGuards[call.operationId](parsed.value)) {
    const refusal = toRefusal(call, response, text);
    if (isOAuthRefusal(refusal)) throw toError(refusal);
    throw createSchemaError("schema", "the answer is not what this operation answers");
  }
  return { data: parsed.value, status, headers };
}

async function readRefusal(call: Call, response: Response, attempt: Deadline): Promise<Refusal> {
  const body = await readText(response, maxErrorBytes, attempt).catch((error: unknown) => {
    // Interrupted: that is the error then. Otherwise the status alone says enough.
    if (attempt.isOver) throw error;
    return "";
  });
  return toRefusal(call, response, body);
}

function toRefusal(call: Call, { status, headers }: Response, body: string): Refusal {
  const { oauthErrors } = call.operation;
  const { canBePartial } = call;
  return { status, contentType: contentType(headers), body, oauthErrors, canBePartial };
}

function apiError(call: Call, refusal: Refusal, headers: Headers, nowMs: number): Error {
  const retryAfterMs = parseRetryAfter(headers, nowMs);
  return toApiError(refusal, { ...call.failed(outcomeOf(refusal)), retryAfterMs });
}

function redirectError(
  call: Call,
  { status, headers }: Response,
  requestUrl: string,
): TykRedirectError {
  const target = redirectTarget(headers.get("location"), requestUrl);
  const to = target === "another host" ? " to another host" : "";
  return new TykRedirectError(
    `the answer is a redirect (${status})${to}, which is never followed, since the gateway's secret would follow it`,
    { ...call.failed("refused"), status, targetOrigin: to === "" ? target : undefined },
  );
}

/** The origin that a redirect leads to, if it is of the host that was called. The name of another host could hold a secret. */
function redirectTarget(location: string | null, requestUrl: string): string | undefined {
  if (location === null || !URL.canParse(location, requestUrl)) return undefined;
  const { hostname, origin, protocol } = new URL(location, requestUrl);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && hostname === new URL(requestUrl).hostname ? origin : "another host";
}

function contentType(headers: Headers): string {
  return (headers.get("content-type") ?? "").split(";", 1).join("").trim().toLowerCase();
}
