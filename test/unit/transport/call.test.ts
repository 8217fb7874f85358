import { expect, test } from "vitest";
import { Call } from "../../../src/transport/call.ts";
import { operations } from "../../../src/operations/operations.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";

test("an error that came from no abort or deadline is not reported as one", () => {
  const limits = { timeoutMs: 1_000, totalTimeoutMs: 1_000, maxRetries: 0, headers: {} };
  const call = new Call(
    "hello",
    operations.hello,
    { ...limits, signal: undefined },
    "read",
    systemRuntime,
  );
  expect(call.recordInterruption(call.total)).toBeUndefined();
  call.total.dispose();
  const { signal } = new AbortController();
  const other = new Call("hello", operations.hello, { ...limits, signal }, "read", systemRuntime);
  expect(other.recordInterruption(other.total)).toBeUndefined();
  other.total.dispose();
});
