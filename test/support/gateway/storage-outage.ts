import type { FaultMatch, GatewayFault, RecordedRequest } from "../../../src/testing/index.ts";
import { mint } from "./flow.ts";
import { clientId, sceneOfOne } from "./scene.ts";
import type { Scene } from "./scene.ts";

/** As slow as measured, and as fast as a healthy gateway: then the other guards alone must tell. */
export const slow: GatewayFault = { storage: "down" };

export const fast: GatewayFault = { storage: "down", tookMs: 0 };

/** Makes storage fail for some requests of the SDK, counted from 1. */
export function outage({ gateway }: Scene, from: number, length: number, fault: GatewayFault): () => void {
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
export async function leaked(): Promise<{ scene: Scene; tokens: string[] }> {
  const scene = await sceneOfOne({ keys: { "a-partner-key": ["orders"] } });
  const [one, stray] = [await mint(scene), await mint(scene)];
  await scene.raw.revokeSingleToken({ body: { token: one, client_id: clientId } });
  scene.gateway.advance(2_000);
  return { scene, tokens: [stray, await mint(scene)] };
}
