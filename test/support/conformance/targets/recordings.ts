import { TykOAuth } from "@tyk-oauth/sdk";
import nock from "nock";
import { createApp } from "../create-app.ts";
import { setup } from "../../recordings/setup.ts";
import { canRunOn } from "../case.ts";
import type { Case, GatewayKind, CaseContext } from "../case.ts";
import { isRecorded, mockRecording } from "./mock-recording.ts";

const origin = "https://recorded.invalid";

/** Whether the recordings of a folder cover a case. */
export function isCovered(folder: string, gateway: GatewayKind, one: Case): boolean {
  const { recordings, notRecordedOn } = one;
  return (
    recordings.length > 0 &&
    recordings.every((scenario) => isRecorded(folder, scenario)) &&
    canRunOn(gateway, one) &&
    notRecordedOn?.(gateway) !== true
  );
}

/** A gateway that responds only with recorded responses. */
export function recordedContext(
  folder: string,
  gateway: GatewayKind,
  { recordings }: Case,
): CaseContext {
  nock.disableNetConnect();
  for (const scenario of recordings) mockRecording(origin, folder, scenario);
  const tyk = new TykOAuth({ baseUrl: origin, secret: setup.secret });
  const elapsed = (): Promise<void> => Promise.resolve();
  return {
    gateway,
    tyk,
    app: createApp(tyk, origin, globalThis.fetch),
    control: { url: origin, secret: setup.secret, fetch: globalThis.fetch },
    // The recorded responses already include the effects of time.
    wait: elapsed,
    nextSecond: elapsed,
    evict: elapsed,
  };
}
