import type { Gateway } from "../../../src/testing/index.ts";
import { evict } from "./recorded-gateways.ts";
import { fillCall } from "./recordings.ts";
import type { Exchange, RecordedAnswer, Recording } from "./recordings.ts";
import { differenceOf } from "./difference-of.ts";
import { Bindings } from "./bindings.ts";
import type { FilledCall, Send } from "./send.ts";

/** The result of a replayed recording. */
export interface Played {
  /** The number of requests. */
  readonly exchanges: number;
  /** The number of skipped requests. */
  readonly skipped: number;
  /** The differences from the recording, each as a string. */
  readonly differences: readonly string[];
}

/** Replays a recording on a gateway whose clock is at `start`. Waits move that clock. */
export async function play(
  recording: Recording,
  gateway: Gateway,
  start: number,
  send: Send,
  isPlayable: (call: FilledCall) => boolean,
): Promise<Played> {
  const bindings = new Bindings();
  const differences: string[] = [];
  let time = start;
  const wait = (ms: number): void => {
    gateway.advance(ms);
    time += ms;
  };
  let exchanges = 0;
  let skipped = 0;
  for (const [i, step] of recording.exchanges.entries()) {
    if ("wait_ms" in step) wait(step.wait_ms);
    else if ("wait" in step) wait(1000 - (time % 1000));
    else if ("evict" in step) evict(gateway, step.evict);
    else {
      const call = fillCall(step.request, (text, encode) => bindings.fill(text, encode));
      if (!isPlayable(call)) {
        skipped++;
        continue;
      }
      exchanges++;
      const difference = compare(step, call, await send(call), bindings);
      if (difference !== "")
        differences.push(`${recording.gateway}/${recording.scenario} exchange ${i}: ${difference}`);
    }
  }
  return { exchanges, skipped, differences };
}

function compare(
  step: Exchange,
  call: FilledCall,
  actual: RecordedAnswer | { error: string },
  bindings: Bindings,
): string {
  const expected = step.response;
  const dropped = "error" in actual ? actual.error : undefined;
  const difference =
    "error" in expected
      ? dropped === expected.error
        ? ""
        : "the connection was not dropped"
      : "error" in actual
        ? `the connection ended with ${actual.error}`
        : differenceOf(call, expected, actual, { partial: step.partial ?? false, bindings });
  if (difference === "") return "";
  const show = (value: unknown): string => JSON.stringify(value);
  return `${difference}\n  ${call.method} ${call.path} ${call.body ?? ""}\n  recorded ${show(expected)}\n  answered ${show(actual)}`;
}
