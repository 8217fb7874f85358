import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import { orgIdOf } from "../org-id.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import { cameLate } from "../evidence/promptness.ts";
import type { Verb } from "../verb.ts";
import { confirmedSession } from "./confirmed-session.ts";
import { lifeOf } from "./life.ts";
import type { TokenLife } from "./life.ts";
import type { ListedToken } from "./revocation.ts";
import { apisOfSession, clientIdOf, expiresOf, lateAbsence } from "./sessions.ts";

/** The token itself, on an API. */
export interface TokenOnApi {
  /** The API that the token is for. */
  readonly apiId: string;
  /** The access token itself. It travels in the path of a URL, which proxies may log: the listed code is better. */
  readonly token: string;
}

/** What a token is for `tokens.inspect`. */
export type InspectTarget = TokenOnApi | ListedToken;

/** What a token is. */
export interface TokenInspection {
  /** Whether the gateway's storage says that it opens the API. A token that is gone may be let in for some seconds more. */
  readonly life: TokenLife;
  /** The client that it was made for; missing for a key that is no OAuth token, and where it is gone. */
  readonly clientId?: string;
  /** Its organisation. */
  readonly orgId?: string;
  /** When it lapses, as Unix time in seconds; 0 or less: never. */
  readonly expires?: number;
  /** The policies that it is under. */
  readonly policies?: readonly string[];
  /** The APIs that it opens; missing where it names none. */
  readonly apiIds?: readonly string[];
  /** What the session knows of its user and client. */
  readonly metaData?: UnknownRecord;
}

/** Says what a token is, and whether it lives. */
export async function inspectToken(verb: Verb, target: InspectTarget): Promise<TokenInspection> {
  verb.check.record(target, "target", ["apiId", "token", "listedCode"]);
  const { apiId, token, listedCode } = target as Partial<TokenOnApi & ListedToken>;
  verb.check.id(apiId, "apiId");
  if ((token === undefined) === (listedCode === undefined))
    verb.check.fail("target", "must have one of token and listedCode");
  const session =
    token === undefined
      ? await sessionOfListed(verb, listedCode, apiId)
      : await sessionOfToken(verb, token, apiId);
  if (session === undefined) return { life: "gone" };
  return { life: await lifeOf(verb, session, apiId), ...describe(session) };
}

function sessionOfListed(
  verb: Verb,
  code: unknown,
  apiId: string,
): Promise<KeySession | undefined> {
  verb.check.id(code, "listedCode");
  return confirmedSession(verb, code, apiId);
}

function sessionOfToken(
  verb: Verb,
  token: unknown,
  apiId: string,
): Promise<KeySession | undefined> {
  verb.check.id(token, "token");
  // While storage is down no token seems to be there (trap 28).
  return readConfirmed(
    verb,
    "the token",
    () => readOnce(verb, token, apiId),
    (session) => session === undefined,
    apiId,
  );
}

async function readOnce(verb: Verb, token: string, apiId: string): Promise<KeySession | undefined> {
  try {
    return await verb.read(
      "getKey",
      { path: { keyID: token }, query: { api_id: apiId } },
      { apiId },
    );
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    if (cameLate(error)) throw lateAbsence(verb, error);
    return undefined;
  }
}

/** What a session says of its token. */
export function describe(session: KeySession): Omit<TokenInspection, "life"> {
  const clientId = clientIdOf(session);
  const apiIds = apisOfSession(session);
  const metaData = session.meta_data;
  return {
    ...(clientId === "" ? {} : { clientId }),
    orgId: orgIdOf(session),
    expires: expiresOf(session),
    policies: session.apply_policies ?? [],
    ...(apiIds === undefined ? {} : { apiIds }),
    ...(isRecord(metaData) ? { metaData } : {}),
  };
}
