import type { FaultMatch, GatewayFault, RecordedRequest } from "../../../src/testing/index.ts";
import { issueToken } from "./oauth-flow.ts";
import { clientId, testBedWithOneCopy } from "./test-bed.ts";
import type { TestBed } from "./test-bed.ts";

/**
 * An outage as slow as on a real gateway, and one as fast as a healthy gateway. The fast one cannot be recognised by its
 * time.
 */
export const slowOutage: GatewayFault = { storage: "down" };

export const fastOutage: GatewayFault = { storage: "down", tookMs: 0 };

/** Makes storage fail for some of the SDK's requests, counted from 1. */
export function failStorage(
  { gateway }: TestBed,
  from: number,
  length: number,
  fault: GatewayFault,
): () => void {
  let at = 0;
  const match: FaultMatch = ({ headers }: RecordedRequest) => {
    // Only the SDK's requests have this header, not those of an application or of the test.
    if (headers["user-agent"] === undefined) return false;
    at += 1;
    return at >= from && at < from + length;
  };
  const handle = gateway.fail(match, fault, Infinity);
  return () => {
    handle.remove();
  };
}

/** A client with a listed token, an unlisted token, and a key that is not the client's. */
export async function testBedWithUnlistedToken(): Promise<{ bed: TestBed; tokens: string[] }> {
  const bed = await testBedWithOneCopy({ keys: { "a-partner-key": ["orders"] } });
  const [one, stray] = [await issueToken(bed), await issueToken(bed)];
  await bed.raw.revokeSingleToken({ body: { token: one, client_id: clientId } });
  bed.gateway.advance(2_000);
  return { bed, tokens: [stray, await issueToken(bed)] };
}
