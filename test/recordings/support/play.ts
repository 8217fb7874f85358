import type { Gateway } from "../../../src/testing/index.ts";
import { differenceOf } from "./compare.ts";
import { Bindings } from "./placeholders.ts";
import type { Exchange, RecordedAnswer, RecordedCall, Recording } from "./recording.ts";
import { recordedSetup } from "./recording.ts";
import type { FilledCall, Send } from "./targets.ts";

/** What became of a conversation. */
export interface Played {
  /** How many requests were made. */
  readonly exchanges: number;
  /** How many were left out. */
  readonly skipped: number;
  /** What was answered otherwise than recorded, each as a text. */
  readonly differences: readonly string[];
}

/** Plays a recording on a gateway whose clock stands at `start`. Waits are of that clock. */
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
      const call = fill(step.request, bindings);
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

function fill(call: RecordedCall, bindings: Bindings): FilledCall {
  const plain = (value: string): string => value;
  const headers = Object.entries(call.headers).map(([name, value]) => {
    const filled = bindings.fill(value, plain);
    const basic = /^Basic\((.*)\)$/s.exec(filled)?.[1];
    return [
      name,
      basic === undefined ? filled : `Basic ${Buffer.from(basic).toString("base64")}`,
    ] as const;
  });
  const path = bindings.fill(call.path, encodeURIComponent);
  const encode = (call.headers["content-type"] ?? "").includes("form") ? encodeURIComponent : plain;
  const body = call.body === undefined ? {} : { body: bindings.fill(call.body, encode) };
  return { method: call.method, path, headers: Object.fromEntries(headers), ...body };
}

/** A recording loses a client on every API that has it. */
function evict(gateway: Gateway, clientId: string): void {
  let found = 0;
  for (const { api_id } of recordedSetup().apis) {
    try {
      gateway.evictClient(api_id, clientId);
      found++;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  if (found === 0) throw new Error(`no API has the client ${clientId}`);
}
