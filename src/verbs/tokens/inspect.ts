import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import { orgIdOf } from "../org-id.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import type { MethodContext } from "../method-context.ts";
import { confirmedSession } from "./confirmed-session.ts";
import { tokenLifeOf } from "./token-life.ts";
import type { TokenLife } from "./token-life.ts";
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
export async function inspectToken(
  context: MethodContext,
  target: InspectTarget,
): Promise<TokenInspection> {
  context.check.record(target, "target", ["apiId", "token", "listedCode"]);
  const { apiId, token, listedCode } = target as Partial<TokenOnApi & ListedToken>;
  context.check.id(apiId, "apiId");
  if ((token === undefined) === (listedCode === undefined))
    context.check.fail("target", "must have one of token and listedCode");
  const session =
    token === undefined
      ? await sessionOfListed(context, listedCode, apiId)
      : await sessionOfToken(context, token, apiId);
  if (session === undefined) return { life: "gone" };
  return { life: await tokenLifeOf(context, session, apiId), ...describeSession(session) };
}

function sessionOfListed(
  context: MethodContext,
  code: unknown,
  apiId: string,
): Promise<KeySession | undefined> {
  context.check.id(code, "listedCode");
  return confirmedSession(context, code, apiId);
}

function sessionOfToken(
  context: MethodContext,
  token: unknown,
  apiId: string,
): Promise<KeySession | undefined> {
  context.check.id(token, "token");
  // While storage is down no token seems to be there (trap 28).
  return readConfirmed(
    context,
    "the token",
    () => readOnce(context, token, apiId),
    (session) => session === undefined,
    apiId,
  );
}

async function readOnce(
  context: MethodContext,
  token: string,
  apiId: string,
): Promise<KeySession | undefined> {
  try {
    return await context.read(
      "getKey",
      { path: { keyID: token }, query: { api_id: apiId } },
      { apiId },
    );
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    if (isLateError(error)) throw lateAbsence(context, error);
    return undefined;
  }
}

/** What a session says of its token. */
export function describeSession(session: KeySession): Omit<TokenInspection, "life"> {
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
