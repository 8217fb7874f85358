import { equal } from "node:assert/strict";
import { test } from "node:test";
import { blackHole } from "../support/faults/black-hole.ts";
import { callKinds } from "../support/faults/calls.ts";
import { watchedClient } from "../support/faults/watched-client.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { fetchWithConnectTimeout } from "../support/faults/fetch-with-connect-timeout.ts";
import { failCallsWithSecrets } from "../support/faults/fail-call.ts";
import { assertNothingLeft, assertNoSecretShown } from "../support/faults/assertions.ts";
import { failure } from "../support/util/failure.ts";
import { runningTimers } from "../support/util/running-timers.ts";
import { assertExpected } from "../support/faults/row.ts";

fixRandomness();

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
  const before = runningTimers();
  const { signal } = new AbortController();
  await Promise.all([
    ...callKinds.map(async ([operation, send]) => {
      const watched = watchedClient({ baseUrl: target.url, ...options });
      const error = await failure(send(watched.tyk, { signal }));
      const settledAt = performance.now();
      equal(error.operation, operation);
      assertExpected({ error, target, sent: watched.sent(), settledAt }, expected, 3);
      await assertNoSecretShown(error, watched);
    }),
    failCallsWithSecrets(t, { start: () => Promise.resolve(target), options }),
  ]);
  assertNothingLeft(signal, before);
});
