import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { answer, json } from "../support/faults/answers.ts";
import { once, read, idempotent } from "../support/faults/calls.ts";
import { fails } from "../support/faults/fails.ts";
import { serve } from "../support/faults/server.ts";

// Node's own fetch sends a request a second time by itself after 421, unless it cannot read its body again.
for (const [[operation, send], sent] of [
  [read, 2],
  [idempotent, 2],
  [once, 1],
] as const) {
  test(`421: ${operation} is sent ${sent} times, and attempts says so`, async (t) => {
    const start = {
      start: (stops: Parameters<typeof serve>[0]) => serve(stops, answer(421, json, "{}")),
    };
    const { error, target } = await fails(t, start, send);
    deepEqual([error.code, error.outcome, error.attempts], ["api", "refused", sent]);
    equal(target.received?.(), sent);
  });
}

test("407: a call that makes something new is not repeated, and its outcome is unknown", async (t) => {
  const start = {
    start: (stops: Parameters<typeof serve>[0]) => serve(stops, answer(407, json, "{}")),
  };
  const { error, target } = await fails(t, start, once[1]);
  deepEqual([error.outcome, error.attempts], ["unknown", 1]);
  equal(target.received?.(), 1);
});
