import { inputFailure } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord, parseJson } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { readBody, readHeader } from "./read-request.ts";
import { normalizeSharedSecret, isSharedSecret } from "./shared-secret.ts";

/** What a server without web `Request`s has of one, such as Express with `express.text({ type: "application/json" })`. */
export interface NotificationRequest {
  /** The headers, their names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, not parsed; at most 64 KiB. */
  readonly body: string;
}

/** How {@link parseNotification} knows the gateway. */
export interface NotificationOptions {
  /**
   * `notifications.shared_secret` of the API's definition. Space around it, such as a file's newline, is dropped, since no
   * header keeps it. It must not be empty: for an API without a secret the gateway sends the header empty, and so can anybody.
   */
  readonly sharedSecret: string;
}

/** A client got a token, and not by a refresh token. */
export interface NewTokenEvent {
  readonly type: "new";
  /** The new access token. */
  readonly accessToken: string;
  /** Its refresh token; left out where it has none, as by `client_credentials`. */
  readonly refreshToken?: string;
  /** The authorization code that it was got by; left out for other grants. */
  readonly authCode?: string;
}

/** A client got a token by a refresh token, which took the place of the token before. */
export interface RefreshedTokenEvent {
  readonly type: "refresh";
  /** The new access token. */
  readonly accessToken: string;
  /** Its refresh token. */
  readonly refreshToken?: string;
  /** The refresh token that it was got by, which is used up. */
  readonly oldRefreshToken?: string;
}

/** What no gateway known to this version tells: a `notification_type` that is neither `"new"` nor `"refresh"`. */
export interface OtherNotificationEvent {
  readonly type: "other";
  /** The gateway's word for it. */
  readonly notificationType: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly authCode?: string;
  readonly oldRefreshToken?: string;
}

/**
 * What the gateway tells of a token, told apart by `type`. A later gateway's own type is `"other"`, with its word in
 * `notificationType`, so that `"new"` and `"refresh"` each have their fields alone. The tokens and the code are secrets, and
 * they are whole even where the gateway hashes its keys.
 */
export type NotificationEvent = NewTokenEvent | RefreshedTokenEvent | OtherNotificationEvent;

/** A notification of the gateway. */
export interface ParsedNotification {
  /** What it tells. */
  readonly event: NotificationEvent;
  /** An empty 200, made for this request, by which the gateway takes the notification as received. */
  readonly answer: Response;
}

/**
 * Reads what the gateway posts to an API's `notifications.oauth_on_keychange_url` for each new token, once it is sure that it
 * comes from somebody who knows the API's shared secret. The secret is compared in constant time, before any of the body is
 * read.
 *
 * The gateway sends a notification at once, and again after 10 and 20 seconds unless the answer's status was 200; 201 and 204 do
 * not count. After that the notification is lost. Tokens of the implicit flow (`responseType: "token"`) are not notified. So:
 *
 * - Give `answer` once the event is safe, and do slow work after. The same event can come twice, where an answer was lost.
 * - Answer 5xx where your own part failed (a database that is down): the gateway's repeats are your second chance.
 * - Answer 401 to a wrong secret. If it was not the gateway, nothing else is to be said; if it was, the secrets are to be
 *   mended, and a 200 would have lost every notification until then without a trace.
 * - Answer 400 to a body that cannot be read: one that broke off is whole when it comes again. Of one that comes the same
 *   again and again, 200 spares you the repeats; nothing is lost by it that could still be had.
 *
 * A request whose secret is wrong is left unread, so that another secret can be tried on it: the next one, while it changes,
 * or that of another API with the same URL. The notification itself names neither its API nor its client.
 *
 * A secret beyond ASCII goes over the wire as UTF-8, which `Headers` and Node show as Latin-1. It is known in both forms;
 * `sharedSecret` is the text that the definition has.
 *
 * @param request - A web `Request`, whose body is read, 64 KiB at most; or headers and a body that was read as text.
 * @throws {@link TykInputError} with the `field` that is wrong: `"sharedSecret"` where the option is no text, is empty or
 * holds what no header can carry; `"request"` or `"headers"` where there is none; `"x-tyk-shared-secret"` where that header
 * is missing, empty or not the secret; `"body"` where it is not a notification, is larger than 64 KiB, is not UTF-8, breaks
 * off, was read before or was parsed. It shows nothing of the request.
 *
 * @example
 * ```ts
 * async function onKeyChange(request: Request): Promise<Response> {
 *   try {
 *     const { event, answer } = await parseNotification(request, { sharedSecret: secret });
 *     if (event.type === "refresh") console.log("a token was refreshed");
 *     return answer;
 *   } catch (error) {
 *     if (!(error instanceof TykInputError)) throw error;
 *     return new Response(null, { status: error.field === "x-tyk-shared-secret" ? 401 : 400 });
 *   }
 * }
 * ```
 */
export async function parseNotification(
  request: Request | NotificationRequest,
  options: NotificationOptions,
): Promise<ParsedNotification> {
  const fail = inputFailure("parseNotification");
  const secret = normalizeSharedSecret(isRecord(options) ? options.sharedSecret : undefined, fail);
  if (!isRecord(request)) return fail("request", "must be a Request, or its headers and its body");
  await verifySharedSecret(request, secret, fail);
  const event = toEvent(await readJsonObject(request, fail), fail);
  return { event, answer: new Response(null, { status: 200 }) };
}

async function verifySharedSecret(
  { headers }: UnknownRecord,
  secret: string,
  fail: Fail,
): Promise<void> {
  const name = "x-tyk-shared-secret";
  if (!isRecord(headers)) return fail("headers", "must be Headers, or an object of them by name");
  const header = readHeader(headers, name) ?? "";
  if (header === "") return fail(name, "is missing or empty: the API may have no shared_secret");
  if (!(await isSharedSecret(header, secret))) return fail(name, "is not the shared secret");
}

async function readJsonObject(request: UnknownRecord, fail: Fail): Promise<UnknownRecord> {
  const body = await readBody(request);
  if ("problem" in body) return fail("body", body.problem);
  const parsed = parseJson(body.text);
  if (parsed === undefined) return fail("body", "is not JSON");
  return isRecord(parsed.value) ? parsed.value : fail("body", "is not a JSON object");
}

/** The gateway sends every field each time, empty where it has nothing to tell. */
function toEvent(fields: UnknownRecord, fail: Fail): NotificationEvent {
  const readString = (name: string): string => {
    const value = Object.hasOwn(fields, name) ? (fields[name] ?? "") : "";
    return typeof value === "string" ? value : fail("body", `must hold ${name} as text`);
  };
  const notificationType = readString("notification_type");
  const accessToken = readString("new_oauth_token");
  const refreshToken = optionalField("refreshToken", readString("refresh_token"));
  const oldRefreshToken = optionalField("oldRefreshToken", readString("old_refresh_token"));
  const authCode = optionalField("authCode", readString("auth_code"));
  if (notificationType === "") return fail("body", "has no notification_type");
  if (notificationType !== "new" && notificationType !== "refresh") {
    const token = optionalField("accessToken", accessToken);
    const optionalFields = { ...token, ...refreshToken, ...authCode, ...oldRefreshToken };
    return { type: "other", notificationType, ...optionalFields };
  }
  if (accessToken === "") return fail("body", "has no new_oauth_token");
  return notificationType === "new"
    ? { type: notificationType, accessToken, ...refreshToken, ...authCode }
    : { type: notificationType, accessToken, ...refreshToken, ...oldRefreshToken };
}

/** A field of an event, left out where the gateway had nothing to tell. */
function optionalField<Name extends string>(
  name: Name,
  text: string,
): Partial<Record<Name, string>> {
  return text === "" ? {} : ({ [name]: text } as Record<Name, string>);
}
