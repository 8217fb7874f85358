import type { TykOAuth } from "../../client.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import type { VerbOptions } from "../../types/options.ts";
import { createFinding } from "./finding.ts";
import type { AuditPart, Fleet } from "./fleet.ts";
import { toGap } from "./gaps.ts";
import type { AuditFinding, AuditGap } from "./types.ts";

/** Finds APIs whose requests another API may receive (trap 26). The list of APIs is read once, and then cached. */
export async function checkApis(
  tyk: TykOAuth,
  { apis }: Fleet,
  options: VerbOptions,
): Promise<AuditPart> {
  const findings: AuditFinding[] = [];
  const gaps: AuditGap[] = [];
  for (const { api_id: apiId } of apis) {
    try {
      await tyk.apis.endpoints({ apiId }, options);
    } catch (error) {
      if (error instanceof TykUnsupportedError)
        findings.push(createFinding("api-shadowed", { apiId }, error.message));
      else gaps.push(toGap(`which API receives the requests of ${apiId}`, error));
    }
  }
  return { findings, gaps };
}
