import type { TykOAuth } from "../../client.ts";
import type { VerbOptions } from "../../types/options.ts";
import { createFinding } from "./finding.ts";
import type { AuditPart } from "./fleet.ts";
import type { AuditFinding, AuditGap } from "./types.ts";

/** Checks the gateway's settings that weaken what methods can prove. */
export async function checkGateway(tyk: TykOAuth, options: VerbOptions): Promise<AuditPart> {
  const { keyListing, hashedKeys, keyHash } = await tyk.gateway.capabilities(options);
  const findings: AuditFinding[] = [];
  const gaps: AuditGap[] = [];
  if (keyListing === undefined)
    gaps.push({
      what: "whether the gateway lists its keys",
      reason: "its responses do not show it",
    });
  if (keyListing === false)
    findings.push(createFinding("keys-not-listed", {}, "the gateway does not list its keys"));
  if (hashedKeys === undefined)
    gaps.push({ what: "whether the gateway hashes keys", reason: "its responses do not show it" });
  if (hashedKeys === false)
    findings.push(createFinding("keys-not-hashed", {}, "the gateway stores tokens in clear"));
  if (hashedKeys === true && keyHash === undefined)
    gaps.push({
      what: "the function that hashes keys",
      reason: "the gateway lists no key that shows it",
    });
  if (keyHash === "murmur32")
    findings.push(createFinding("key-hash-weak", {}, "the gateway hashes keys with murmur32"));
  return { findings, gaps };
}
