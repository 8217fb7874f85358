import type { TykOAuth } from "../../client.ts";
import type { VerbOptions } from "../../types/options.ts";
import type { Fleet } from "./fleet.ts";
import { toGap } from "./gaps.ts";
import type { AuditGap } from "./types.ts";

/** A token of an audited client. Its code is used for comparisons and never reported. */
export interface AuditedToken {
  readonly clientId: string;
  /** An audited API that the token opens. */
  readonly apiId: string;
  readonly code: string;
  readonly expires: number;
  /** The APIs that the token opens; `undefined` if its session names no API. */
  readonly opens: readonly string[] | undefined;
}

/** Finds every token of the audited clients that opens an audited API. */
export async function findTokens(
  tyk: TykOAuth,
  { apis, clients }: Fleet,
  options: VerbOptions,
): Promise<{ readonly tokens: readonly AuditedToken[]; readonly gaps: readonly AuditGap[] }> {
  const clientIds = new Set(clients.map(({ clientId }) => clientId));
  const where = ({ oauth_client_id = "" }): boolean => clientIds.has(oauth_client_id);
  const tokens = new Map<string, AuditedToken>();
  const gaps: AuditGap[] = [];
  for (const { api_id: apiId } of apis) {
    const what = `the tokens that open ${apiId}`;
    try {
      const found = await tyk.tokens.find({ apiId, where }, options);
      for (const { listedCode: code, clientId = "", expires = 0, apiIds: opens } of found.tokens)
        tokens.set(code, { clientId, apiId, code, expires, opens });
      if (found.reason !== undefined) gaps.push({ what, reason: found.reason });
    } catch (error) {
      gaps.push(toGap(what, error));
    }
  }
  return { tokens: [...tokens.values()], gaps };
}
