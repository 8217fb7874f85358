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

/** A response that is neither the success of its operation nor a redirect. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  /** The body, or `""` if it could not be read. */
  readonly body: string;
  /** Whether the operation can refuse with OAuth errors. */
  readonly oauthErrors: boolean;
  /** Whether the gateway can refuse the request after it applied a part of it. */
  readonly canBePartial?: boolean;
}

const wrongSecretMessage = "Attempted administrative access with invalid or missing key!";

/** A refusal with its parsed body. */
interface ParsedRefusal extends Refusal {
  /** Whether the content type is JSON, or plain text: the gateway sends the JSON of OAuth as `text/plain`. */
  readonly isJson: boolean;
  readonly parsed: { readonly value: unknown } | undefined;
  /** Returns a field of the body if the field is a string. */
  readonly field: (name: string) => string | undefined;
}

function parseRefusal(refusal: Refusal): ParsedRefusal {
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
 * Whether a refusal is an OAuth error. Only the body decides, because the gateway's `oauth_error_status_code` can set any
 * status, also 200 and 503.
 */
export function isOAuthRefusal(refusal: Refusal): boolean {
  if (!refusal.oauthErrors) return false;
  const { field } = parseRefusal(refusal);
  const error = field("error");
  return (
    error !== undefined && (isOAuthErrorName(error) || field("error_description") !== undefined)
  );
}

/**
 * Returns the outcome of a refusal. The gateway changed nothing if it sends a 4xx status, or an OAuth error with any status.
 * After most 5xx statuses the outcome is unknown.
 */
export function outcomeOf(refusal: Refusal): TykOutcome {
  const { status } = refusal;
  if (refusal.oauthErrors && isOAuthErrorName(parseRefusal(refusal).field("error") ?? ""))
    return "refused";
  if (status >= 200 && status <= 299) return "unknown";
  // A 407 comes from a proxy, or from a gateway that may have carried out the request.
  if (status === 407 || status === 408) return "unknown";
  if (refusal.canBePartial === true && isPartialRefusal(status, refusal.body)) return "unknown";
  if (status < 500 || status === 501 || status === 505) return "refused";
  // The gateway could not parse the body. It did nothing, and a retry would fail in the same way.
  return status === 500 && parseRefusal(refusal).field("message") === "Unmarshalling failed"
    ? "refused"
    : "unknown";
}

/** Creates the typed error of a refusal. Its message quotes the server only if the message is one of the gateway's own. */
export function toApiError(
  refusal: Refusal,
  details: Omit<TykApiErrorDetails, "status" | "apiMessage">,
): TykApiError {
  const { status, isJson, parsed, field } = parseRefusal(refusal);
  const oauthError = field("error");
  if (oauthError !== undefined && isOAuthRefusal(refusal)) {
    const isKnown = isOAuthErrorName(oauthError);
    const error_description = safeMessage(field("error_description"));
    const description =
      error_description === undefined ? "" : ` (${error_description.replace(/\.$/, "")})`;
    return new TykOAuthError(
      `the gateway refused${isKnown ? `: ${oauthError}${description}` : `; ${omittedMessage}`}`,
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
  const errorDetails = { ...details, status, apiMessage };
  const statusText = apiMessage === undefined ? `(${status})` : `(${status}: ${apiMessage})`;
  const reason = apiMessage === message ? statusText : `${statusText}; ${omittedMessage}`;
  // The gateway's own 404 is a JSON error, or the `null` of a list. Any other 404 comes from a router or proxy in front of the
  // API. JSON that breaks off could be either.
  const isBroken = isJson && parsed === undefined && /^\s*[{[]/.test(refusal.body);
  const isFromGateway = parsed?.value === null || field("status") === "error" || isBroken;
  if (status === 405 || (status === 404 && !isFromGateway)) {
    return new TykRouteError(
      `no such route (${status}): check the address, the port and the listen path; edge gateways and older versions lack some routes`,
      errorDetails,
    );
  }
  if (status === 400 || status === 422)
    return new TykBadRequestError(`the gateway refused the request ${reason}`, errorDetails);
  if (status === 403 && message === wrongSecretMessage)
    return new TykAuthenticationError("the gateway did not accept the secret (403)", errorDetails);
  if (status === 401 || status === 403)
    return new TykPermissionError(`not permitted ${reason}`, errorDetails);
  if (status === 404 && !isBroken) return new TykNotFoundError(`not found ${reason}`, errorDetails);
  if (status === 429) return new TykRateLimitError("too many requests (429)", errorDetails);
  if (status >= 500 && status <= 599)
    return new TykServerError(`the server failed ${reason}`, errorDetails);
  return new TykApiError(`unexpected response ${reason}`, errorDetails);
}
