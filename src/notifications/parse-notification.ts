import { inputFailure } from "../util/fail.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import { requireWebApis } from "../util/web-api.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord, parseJson } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { readBody, readHeader } from "./read-request.ts";
import { normalizeSharedSecrets, isSharedSecret } from "./shared-secret.ts";

/**
 * A request on a server without web `Request`s, such as Express with `express.raw({ type: "application/json"
 * })`.
 */
export interface NotificationRequest {
  /** The headers, with names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The unparsed body, 64 KiB at most: text, or bytes such as the `Buffer` of `express.raw`. */
  readonly body: string | Uint8Array | ArrayBuffer;
}

/** Options of {@link parseNotification}. */
export interface NotificationOptions {
  /**
   * `notifications.shared_secret` of the API's definition. Whitespace around it, such as a file's newline, is
   * removed, because headers lose it too.
   *
   * While you change the secret, pass a list of the old and the new one. A notification with either is
   * accepted.
   *
   * A secret must not be empty. The gateway sends an empty header for an API without a secret, and so can anyone
   * else.
   */
  readonly sharedSecret: string | readonly string[];
}

/** A client received a token by any grant but `refresh_token`. */
export interface NewTokenEvent {
  readonly type: "new";
  /** The new access token. */
  readonly accessToken: string;
  /** Its refresh token; left out if there is none, as with `client_credentials`. */
  readonly refreshToken?: string;
  /** The authorization code that was exchanged; left out for other grants. */
  readonly authCode?: string;
}

/** A client received a token by a refresh token. It replaces the previous token. */
export interface RefreshedTokenEvent {
  readonly type: "refresh";
  /** The new access token. */
  readonly accessToken: string;
  /** Its refresh token. */
  readonly refreshToken?: string;
  /** The refresh token that was exchanged. It is used up. */
  readonly oldRefreshToken?: string;
}

/** A `notification_type` other than `"new"` and `"refresh"`, which no supported gateway sends. */
export interface OtherNotificationEvent {
  readonly type: "other";
  /** The gateway's `notification_type`. */
  readonly notificationType: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly authCode?: string;
  readonly oldRefreshToken?: string;
}

/**
 * A token event of the gateway, discriminated by `type`. An unknown type of a later gateway becomes
 * `"other"`, with the original in `notificationType`.
 *
 * The tokens and the code are secrets. They are complete even if the gateway hashes its keys.
 */
export type NotificationEvent = NewTokenEvent | RefreshedTokenEvent | OtherNotificationEvent;

/** A verified and parsed notification. */
export interface ParsedNotification {
  /** The token event. */
  readonly event: NotificationEvent;
  /** An empty 200 response for this request, which confirms the notification to the gateway. */
  readonly answer: Response;
}

/**
 * Verifies and parses a notification that the gateway posts to an API's
 * `notifications.oauth_on_keychange_url` for a new token. It compares the shared secret in constant time
 * before it reads the body ([Trap 23](docs/gateway-traps.md#trap-23)).
 *
 * The gateway sends a notification at once, and again after 10 and 20 seconds, until the response has status
 * 200. 201 and 204 do not count. After that the notification is lost. Tokens of the implicit flow
 * (`responseType: "token"`) are not notified ([Trap 37](docs/gateway-traps.md#trap-37)). So respond as
 * follows:
 *
 * - Return `answer` when the event is stored, and do slow work later. The same event can arrive twice if a
 *   response was lost.
 * - Respond with 5xx if your own side failed, for example if a database is down. The gateway then sends the
 *   notification again.
 * - Respond with 401 to a wrong secret. If the gateway sent it, fix the secret; a 200 would silently lose
 *   every notification until then.
 * - Respond with 400 to a body that cannot be read. A body that broke off is complete when it arrives again.
 *   If the same body fails each time, a 200 avoids the retries, and nothing more can be lost.
 *
 * The body stays unread if the secret is wrong. You can then try the secret of another API with the same URL
 * on the same request, or pass all secrets as a list. A notification names neither its API nor its client.
 *
 * A secret with characters beyond ASCII is sent as UTF-8, which `Headers` and Node read as Latin-1. Both
 * forms are accepted. Pass `sharedSecret` as the definition has it.
 *
 * @param request - A web `Request`, whose body is read up to 64 KiB; or headers and an unparsed body, as text
 * or bytes. A byte order mark at its start is ignored.
 * @throws {@link TykInputError} with the `field` that is wrong. No message shows a part of the request.
 *
 * - `"sharedSecret"`: the option is neither a string nor a list of strings, is empty, or contains characters
 *   that no header can carry.
 * - The name of an unknown option.
 * - `"request"` or `"headers"`: they are missing.
 * - `"x-tyk-shared-secret"`: the header is missing, empty or not the secret.
 * - `"body"`: it is not a notification, is larger than 64 KiB, is not UTF-8, breaks off, or was already read
 *   or parsed.
 *
 * @throws {@link TykConfigError} if the runtime lacks a web API that is needed, such as `crypto.subtle`.
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
  requireWebApis(["crypto.subtle", "Response", "TextDecoder", "TextEncoder"], "parseNotification");
  const { sharedSecret, ...otherOptions } = isRecord(options) ? options : {};
  const [unknownName] = Object.keys(otherOptions);
  if (unknownName !== undefined)
    fail(unknownName, "is unknown", describeUnknownName("option", unknownName, ["sharedSecret"]));
  const secrets = normalizeSharedSecrets(sharedSecret, fail);
  if (!isRecord(request)) return fail("request", "must be a Request, or its headers and its body");
  await verifySharedSecret(request, secrets, fail);
  const event = toEvent(await readJsonObject(request, fail), fail);
  return { event, answer: new Response(null, { status: 200 }) };
}

async function verifySharedSecret(
  { headers }: UnknownRecord,
  secrets: readonly string[],
  fail: Fail,
): Promise<void> {
  const name = "x-tyk-shared-secret";
  if (!isRecord(headers))
    return fail("headers", "must be Headers, or an object of values by header name");
  const header = readHeader(headers, name) ?? "";
  if (header === "")
    return fail(name, "is missing or empty; check that the API has a shared_secret");
  if (!(await isSharedSecret(header, secrets))) return fail(name, "is not the shared secret");
}

async function readJsonObject(request: UnknownRecord, fail: Fail): Promise<UnknownRecord> {
  const body = await readBody(request);
  if ("problem" in body) return fail("body", body.problem);
  const parsed = parseJson(body.text);
  if (parsed === undefined) return fail("body", "is not JSON");
  return isRecord(parsed.value) ? parsed.value : fail("body", "is not a JSON object");
}

/** The gateway sends every field, and leaves it empty if there is no value. */
function toEvent(fields: UnknownRecord, fail: Fail): NotificationEvent {
  const readString = (name: string): string => {
    const value = Object.hasOwn(fields, name) ? (fields[name] ?? "") : "";
    return typeof value === "string" ? value : fail("body", `must have ${name} as a string`);
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

/** Leaves out an empty field. */
function optionalField<Name extends string>(
  name: Name,
  text: string,
): Partial<Record<Name, string>> {
  return text === "" ? {} : ({ [name]: text } as Record<Name, string>);
}
