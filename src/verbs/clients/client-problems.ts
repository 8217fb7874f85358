import { idProblem } from "../../transport/request/ids.ts";
import { asJson, isRecord } from "../../util/json.ts";
import { redirectUrisProblem } from "./redirect-uris.ts";
import { isChangedByJson, isTooDeep, isWellFormed, maxDepth } from "./serialization.ts";

/** Why a value of a client cannot be stored, or would not work. */
export interface ClientProblem {
  /** The problem, to be put behind the field's name. */
  readonly why: string;
  /** Whether the gateway accepts the value. Then `lint: "warn"` allows it. */
  readonly isLint: boolean;
}

/** Returns the problem of a client's id. */
export function clientIdProblem(clientId: unknown): ClientProblem | undefined {
  const why = idProblem(clientId);
  if (why !== undefined) return { why, isLint: false };
  // These characters need percent-encoding in a path: a tool that forgets it would reach another client. In Basic credentials
  // a colon ends the id.
  return /[\\%?#:]/.test(clientId as string)
    ? { why: "must not contain \\, %, ?, # or a colon", isLint: true }
    : basicCredentialProblem(clientId as string);
}

/** Returns the problem of a client's secret that the caller chose. */
export function clientSecretProblem(secret: unknown): ClientProblem | undefined {
  // Basic credentials and forms would change any other character, or cannot carry it.
  return typeof secret !== "string" || !/^[\x21-\x7e]+$/.test(secret)
    ? { why: "must be a string of printable ASCII characters without spaces", isLint: false }
    : basicCredentialProblem(secret);
}

/** Returns the problem of a client's redirect URIs. */
export function redirectUriFieldProblem(
  field: string | undefined,
  separator: string | undefined,
): ClientProblem | undefined {
  const why = redirectUrisProblem(field, separator);
  return why === undefined ? undefined : { why, isLint: true };
}

/** Returns the problem of a client's metadata. */
export function metaDataProblem(metaData: unknown): ClientProblem | undefined {
  if (metaData === undefined || metaData === null) return undefined;
  const json = asJson(metaData);
  if (isTooDeep(json ?? metaData)) {
    const why = `must not be nested deeper than ${maxDepth} levels, or contain itself`;
    return { why, isLint: false };
  }
  if (json === undefined) return { why: "cannot be written as JSON", isLint: false };
  if (!isWellFormed(json)) return { why: "must be well-formed Unicode", isLint: false };
  if (isChangedByJson(metaData)) {
    const why = "must not contain NaN, an infinite number, a function or a symbol";
    return { why, isLint: false };
  }
  if (isRecord(json)) return undefined;
  const why = "must be an object: with anything else the token endpoint drops the connection";
  return { why, isLint: true };
}

/**
 * Returns the problem of an id or a secret that many libraries cannot use: they encode it as RFC 6749 (2.3.1) requires, and the
 * gateway's token endpoint does not decode it (trap 29). A library that does not encode can use it.
 */
function basicCredentialProblem(text: string): ClientProblem | undefined {
  if (/^[\w.~-]*$/.test(text)) return undefined;
  const why =
    'must have only characters of A-Z a-z 0-9 - . _ ~: OAuth libraries encode all others in Basic credentials, as RFC 6749 requires, and the gateway does not decode them. If your library does not encode, set lint to "warn"';
  return { why, isLint: true };
}
