import { equal } from "node:assert/strict";
import { test } from "node:test";
import { blackHole } from "../support/faults/black-hole.ts";
import { kinds } from "../support/faults/calls.ts";
import { newClient } from "../support/faults/new-client.ts";
import { fixDice } from "../support/faults/fix-dice.ts";
import { fetchWithConnectTimeout } from "../support/faults/fetch-with-connect-timeout.ts";
import { carriersFail } from "../support/faults/fails.ts";
import { leavesNothing, showsNothing } from "../support/faults/gates.ts";
import { failure } from "../support/util/failure.ts";
import { timers } from "../support/util/timers.ts";
import { isAsExpected } from "../support/faults/row.ts";

fixDice();

const expected = {
  name: "TykConnectionError",
  code: "connection",
  outcome: "not-sent",
  systemCode: "UND_ERR_CONNECT_TIMEOUT",
} as const;

// A row of the matrix, but for this: undici counts such a limit in whole seconds, so that the calls are made at once.
test("connect timeout of the runtime → connection, not-sent, 3/3/3", async (t) => {
  const options = { fetch: fetchWithConnectTimeout(10) };
  const target = await blackHole(t);
  const before = timers();
  const { signal } = new AbortController();
  await Promise.all([
    ...kinds.map(async ([operation, send]) => {
      const watched = newClient({ baseUrl: target.url, ...options });
      const error = await failure(send(watched.tyk, { signal }));
      const settledAt = performance.now();
      equal(error.operation, operation);
      isAsExpected({ error, target, sent: watched.sent(), settledAt }, expected, 3);
      await showsNothing(error, watched);
    }),
    carriersFail(t, { start: () => Promise.resolve(target), options }),
  ]);
  leavesNothing(signal, before);
});
