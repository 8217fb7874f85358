import { TykOAuth } from "@tyk-oauth/sdk";
import nock from "nock";
import { appOf } from "../app-of.ts";
import { setup } from "../../recordings/recordings.ts";
import { canShow } from "../world.ts";
import type { Case, GatewayKind, World } from "../world.ts";
import { isRecorded, offer } from "./pool.ts";

const origin = "https://recorded.invalid";

/** Whether the recordings of a folder cover a case. */
export function isCovered(folder: string, gateway: GatewayKind, one: Case): boolean {
  const { recordings, notRecordedOn } = one;
  return (
    recordings.length > 0 &&
    recordings.every((scenario) => isRecorded(folder, scenario)) &&
    canShow(gateway, one) &&
    notRecordedOn?.(gateway) !== true
  );
}

/** A gateway that responds only with recorded responses. */
export function recordedWorld(folder: string, gateway: GatewayKind, { recordings }: Case): World {
  nock.disableNetConnect();
  for (const scenario of recordings) offer(origin, folder, scenario);
  const tyk = new TykOAuth({ baseUrl: origin, secret: setup.secret });
  const elapsed = (): Promise<void> => Promise.resolve();
  return {
    gateway,
    tyk,
    app: appOf(tyk, origin, globalThis.fetch),
    control: { url: origin, secret: setup.secret, fetch: globalThis.fetch },
    // The recorded responses already include the effects of time.
    wait: elapsed,
    nextSecond: elapsed,
    evict: elapsed,
  };
}
