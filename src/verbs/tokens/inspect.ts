import type { KeySession } from "../../../generated/index.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { orgIdOf } from "../omitted-fields.ts";
import { readConfirmedSession, readConfirmedSessionOfToken } from "./confirmed-session.ts";
import { tokenLifeOf } from "./token-life.ts";
import type { TokenLife } from "./token-life.ts";
import type { ListedToken } from "./revocation.ts";
import { apisOfSession, clientIdOf, expiresOf } from "./sessions.ts";

/** An access token itself, on one API. */
export interface TokenOnApi {
  /** The `api_id` of the API. */
  readonly apiId: string;
  /** The access token itself. It is sent in the path of a URL, which proxies may log, so prefer `listedCode`. */
  readonly token: string;
}

/** Names the token for `tokens.inspect`: by the token itself, or by its code in a list. */
export type InspectTarget = TokenOnApi | ListedToken;

/** Result of `tokens.inspect`. */
export interface TokenInspection {
  /** Whether the token opens the API, and if not, why. A token that is gone may open the API for ten more seconds (trap 16). */
  readonly life: TokenLife;
  /** The `client_id` of the token's client; missing if the token is gone, or if the key was not made by an OAuth client. */
  readonly clientId?: string;
  /** The token's organisation. */
  readonly orgId?: string;
  /** When the token expires, as Unix time in seconds; 0 or less means never. */
  readonly expires?: number;
  /** The ids of the token's policies. */
  readonly policies?: readonly string[];
  /** The ids of the APIs that the token opens; missing if its session names no API. */
  readonly apiIds?: readonly string[];
  /** The metadata in the token's session, such as its user's data. */
  readonly metaData?: UnknownRecord;
}

/** Reads a token's session, and finds out whether the token opens the API. */
export async function inspectToken(
  context: MethodContext,
  target: InspectTarget,
): Promise<TokenInspection> {
  context.check.record(target, "target", parameters["tokens.inspect"].target);
  const { apiId, token, listedCode } = target as Partial<TokenOnApi & ListedToken>;
  context.check.id(apiId, "apiId");
  if ((token === undefined) === (listedCode === undefined))
    context.check.fail("target", "must have exactly one of token and listedCode");
  let session: KeySession | undefined;
  if (token === undefined) {
    context.check.id(listedCode, "listedCode");
    session = await readConfirmedSession(context, listedCode, apiId);
  } else {
    context.check.id(token, "token");
    session = await readConfirmedSessionOfToken(context, token, apiId);
  }
  if (session === undefined) return { life: "gone" };
  return { life: await tokenLifeOf(context, session, apiId), ...describeSession(session) };
}

/** Describes a token by its session. */
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
