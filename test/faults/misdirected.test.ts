import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { answer, json } from "../support/faults/answers.ts";
import { creatingCall, readCall, retryableCall } from "../support/faults/calls.ts";
import { failCall } from "../support/faults/fail-call.ts";
import { serve } from "../support/faults/server.ts";

// Node's own fetch sends a request a second time by itself after 421, unless it cannot read its body again.
for (const [[operation, send], sent] of [
  [readCall, 2],
  [retryableCall, 2],
  [creatingCall, 1],
] as const) {
  test(`421: ${operation} is sent ${sent} times, which attempts counts`, async (t) => {
    const start = {
      start: (stops: Parameters<typeof serve>[0]) => serve(stops, answer(421, json, "{}")),
    };
    const { error, target } = await failCall(t, start, send);
    deepEqual([error.code, error.outcome, error.attempts], ["api", "refused", sent]);
    equal(target.received?.(), sent);
  });
}

test("407: a creating call is not retried, and its outcome is unknown", async (t) => {
  const start = {
    start: (stops: Parameters<typeof serve>[0]) => serve(stops, answer(407, json, "{}")),
  };
  const { error, target } = await failCall(t, start, creatingCall[1]);
  deepEqual([error.outcome, error.attempts], ["unknown", 1]);
  equal(target.received?.(), 1);
});
