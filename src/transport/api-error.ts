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
} from "../errors/api.ts";
import type { TykApiErrorDetails } from "../errors/api.ts";
import type { TykOutcome } from "../errors/base.ts";
import { isRecord, parseJson } from "../util/json.ts";
import { isOAuthErrorName, omittedMessage, safeMessage } from "./known-messages.ts";
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

const wrongSecret = "Attempted administrative access with invalid or missing key!";

/** A refusal with what its body says. */
interface ReadRefusal extends Refusal {
  /** Whether the body is labelled as JSON, or as the text that the gateway's JSON of OAuth is labelled as. */
  readonly isJson: boolean;
  readonly parsed: { readonly value: unknown } | undefined;
  /** A field of the body that is a string. */
  readonly field: (name: string) => string | undefined;
}

function read(refusal: Refusal): ReadRefusal {
  const { contentType, body } = refusal;
  const isJson = contentType === "application/json" || contentType === "text/plain";
  const parsed = isJson ? parseJson(body) : undefined;
  const field = (name: string): string | undefined => {
    const { value } = parsed ?? {};
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    return typeof value[name] === "string" ? value[name] : undefined;
  };
  return { ...refusal, isJson, parsed, field };
}

/**
 * Whether an operation with OAuth errors was refused with one. The gateway's `oauth_error_status_code` can give it any status,
 * also 200 and 503, so the body alone tells.
 */
export function isOAuthRefusal(refusal: Refusal): boolean {
  if (!refusal.oauthErrors) return false;
  const { field } = read(refusal);
  const error = field("error");
  return (
    error !== undefined && (isOAuthErrorName(error) || field("error_description") !== undefined)
  );
}

/**
 * What a response that is no success says of the effect: the gateway refuses with 4xx, and with OAuth's own errors whatever the
 * status; of most 5xx nobody knows.
 */
export function outcomeOf(refusal: Refusal): TykOutcome {
  const { status } = refusal;
  if (refusal.oauthErrors && isOAuthErrorName(read(refusal).field("error") ?? "")) return "refused";
  if (status >= 200 && status <= 299) return "unknown";
  // 407 is a proxy's, or comes from whatever did what was asked: that cannot be told.
  if (status === 407 || status === 408) return "unknown";
  if (refusal.canBePartial === true && isPartialRefusal(status, refusal.body)) return "unknown";
  if (status < 500 || status === 501 || status === 505) return "refused";
  // So the gateway calls a body that it could not parse: it did nothing, and would do nothing the next time.
  return status === 500 && read(refusal).field("message") === "Unmarshalling failed"
    ? "refused"
    : "unknown";
}

/** Makes the typed error of a refusal. It shows no text of the server but the gateway's own messages. */
export function toApiError(
  refusal: Refusal,
  details: Omit<TykApiErrorDetails, "status" | "apiMessage">,
): TykApiError {
  const { status, isJson, parsed, field } = read(refusal);
  const oauthError = field("error");
  if (oauthError !== undefined && isOAuthRefusal(refusal)) {
    const isKnown = isOAuthErrorName(oauthError);
    const error_description = safeMessage(field("error_description"));
    return new TykOAuthError(
      `the gateway refused${isKnown ? `: ${oauthError}` : `; ${omittedMessage}`}`,
      {
        ...details,
        status,
        apiMessage: error_description,
        error: isKnown ? oauthError : "not_shown",
        error_description,
      },
    );
  }

  const message = field("message") ?? oauthError;
  const apiMessage = safeMessage(message);
  const all = { ...details, status, apiMessage };
  const shown = apiMessage === undefined ? `(${status})` : `(${status}: ${apiMessage})`;
  const words = apiMessage === message ? shown : `${shown}; ${omittedMessage}`;
  // The gateway's own 404 is an error in its form, or the `null` of a list; any other is of something before it. Of JSON
  // that breaks off nobody can tell.
  const isBroken = isJson && parsed === undefined && /^\s*[{[]/.test(refusal.body);
  const isOwn = parsed?.value === null || field("status") === "error" || isBroken;
  if (status === 405 || (status === 404 && !isOwn)) {
    return new TykRouteError(
      `no such route (${status}): a wrong address or port, an edge gateway, an older version, or a listen path that is none`,
      all,
    );
  }
  if (status === 400 || status === 422)
    return new TykBadRequestError(`the gateway does not take this ${words}`, all);
  if (status === 403 && message === wrongSecret) {
    return new TykAuthenticationError("the gateway does not know this secret (403)", all);
  }
  if (status === 401 || status === 403)
    return new TykPermissionError(`not permitted ${words}`, all);
  if (status === 404 && !isBroken) return new TykNotFoundError(`not found ${words}`, all);
  if (status === 429) return new TykRateLimitError("too many requests (429)", all);
  if (status >= 500 && status <= 599) return new TykServerError(`the server failed ${words}`, all);
  return new TykApiError(`unexpected answer ${words}`, all);
}
