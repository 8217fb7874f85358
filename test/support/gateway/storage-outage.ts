import type { FaultMatch, GatewayFault, RecordedRequest } from "../../../src/testing/index.ts";
import { issueToken } from "./oauth-flow.ts";
import { clientId, testBedWithOneCopy } from "./test-bed.ts";
import type { TestBed } from "./test-bed.ts";

/** As slow as measured, and as fast as a healthy gateway: then the other guards alone must tell. */
export const slowOutage: GatewayFault = { storage: "down" };

export const fastOutage: GatewayFault = { storage: "down", tookMs: 0 };

/** Makes storage fail for some requests of the SDK, counted from 1. */
export function failStorage(
  { gateway }: TestBed,
  from: number,
  length: number,
  fault: GatewayFault,
): () => void {
  let at = 0;
  const match: FaultMatch = ({ headers }: RecordedRequest) => {
    // The SDK's own requests; those of an application or of the test have no such header.
    if (headers["user-agent"] === undefined) return false;
    at += 1;
    return at >= from && at < from + length;
  };
  const handle = gateway.fail(match, fault, Infinity);
  return () => {
    handle.remove();
  };
}

/** A client with a listed token, a token that no list names, and a key of somebody else. */
export async function testBedWithUnlistedToken(): Promise<{ bed: TestBed; tokens: string[] }> {
  const bed = await testBedWithOneCopy({ keys: { "a-partner-key": ["orders"] } });
  const [one, stray] = [await issueToken(bed), await issueToken(bed)];
  await bed.raw.revokeSingleToken({ body: { token: one, client_id: clientId } });
  bed.gateway.advance(2_000);
  return { bed, tokens: [stray, await issueToken(bed)] };
}
