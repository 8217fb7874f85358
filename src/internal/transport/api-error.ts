import {
  TykApiError,
  TykAuthenticationError,
  TykBadRequestError,
  TykNotFoundError,
  TykOAuthError,
  TykPermissionError,
  TykRateLimitError,
  TykRouteError,
  TykServerError,
} from "../../errors/api.ts";
import type { TykApiErrorDetails } from "../../errors/api.ts";
import type { TykOutcome } from "../../errors/base.ts";
import { isRecord, parseJson } from "../json.ts";
import { isPartialRefusal } from "./partial-effect.ts";

/** An answer that is neither the success of its operation nor a redirect. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  /** The body, or `""` where it could not be read. */
  readonly body: string;
  /** Whether the operation refuses with OAuth errors. */
  readonly oauthErrors: boolean;
  /** Whether the gateway can refuse the request after it did a part of it. */
  readonly canBePartial?: boolean;
}

/** The gateway's own longest are 234 characters; what is longer is somebody else's page. */
const maxWords = 300;

// eslint-disable-next-line no-control-regex -- control characters in somebody else's words would forge lines of a log
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;

const wrongSecret = "Attempted administrative access with invalid or missing key!";

/** What an error status says of the effect: the gateway refuses with 4xx; of most 5xx nobody knows. */
export function outcomeOf(refusal: Refusal): TykOutcome {
  const { status, body } = refusal;
  if (status === 408) return "unknown";
  if (refusal.canBePartial === true && isPartialRefusal(status, body)) return "unknown";
  if (status < 500 || status === 501 || status === 505) return "refused";
  // The gateway's word for a body that it could not parse: it did nothing, and would do nothing the next time.
  return status === 500 && body.includes('"Unmarshalling failed"') ? "refused" : "unknown";
}

/** Makes the typed error of an answer. `redact` takes this call's own secrets out of the gateway's words. */
export function toApiError(
  refusal: Refusal,
  details: Omit<TykApiErrorDetails, "status" | "apiMessage">,
  redact: (text: string) => string,
): TykApiError {
  const { status, contentType } = refusal;
  const isJson = contentType === "application/json" || contentType === "text/plain";
  const parsed = isJson ? parseJson(refusal.body) : undefined;
  const said = (name: string): string | undefined => {
    const value = isRecord(parsed?.value) ? parsed.value[name] : undefined;
    return typeof value === "string" ? value : undefined;
  };
  // What is shown is redacted; what kind of error it is, is told by the words as they came.
  const shown = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : redact(text).replaceAll(controls, " ").slice(0, maxWords);

  const oauthError = said("error");
  if (refusal.oauthErrors && oauthError !== undefined) {
    const error = shown(oauthError) ?? "";
    const error_description = shown(said("error_description"));
    return new TykOAuthError(`the gateway refused: ${error}`, {
      ...details,
      status,
      apiMessage: error_description,
      error,
      error_description,
    });
  }

  const message = said("message") ?? oauthError;
  const apiMessage = shown(message);
  const all = { ...details, status, apiMessage };
  const words = apiMessage === undefined ? `${status}` : `${status}: ${apiMessage}`;
  // The gateway's own 404 is an error in its form, or the `null` of a list; any other is of something before it. Of JSON
  // that breaks off nobody can tell.
  const isBroken = isJson && parsed === undefined && /^\s*[{[]/.test(refusal.body);
  const isOwn = parsed?.value === null || said("status") === "error" || isBroken;
  if (status === 405 || (status === 404 && !isOwn)) {
    return new TykRouteError(
      `no such route (${status}): a wrong address or port, an edge gateway, an older version, or a listen path that is none`,
      all,
    );
  }
  if (status === 400 || status === 422)
    return new TykBadRequestError(`the gateway does not take this (${words})`, all);
  if (status === 403 && message === wrongSecret) {
    return new TykAuthenticationError("the gateway does not know this secret (403)", all);
  }
  if (status === 401 || status === 403)
    return new TykPermissionError(`not permitted (${words})`, all);
  if (status === 404 && !isBroken) return new TykNotFoundError(`not found (${words})`, all);
  if (status === 429) return new TykRateLimitError("too many requests (429)", all);
  if (status >= 500 && status <= 599)
    return new TykServerError(`the server failed (${words})`, all);
  return new TykApiError(`unexpected answer (${words})`, all);
}
