import { outcomeOf } from "./outcome-of.ts";
import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { AnyTykError, TykErrorCode, TykOutcome, TykPhase } from "@tyk-oauth/sdk";
import { callKinds } from "./calls.ts";
import { failCallsWithSecrets, failCall } from "./fail-call.ts";
import type { FailedCall, FaultSetup } from "./fail-call.ts";

/** The expected error of a fault. */
export interface Expected {
  readonly name: AnyTykError["name"];
  readonly code: TykErrorCode;
  readonly outcome: TykOutcome;
  /** The number of attempts of a read, of a write that can be retried, and of one that cannot. */
  readonly attempts: readonly [read: number, idempotent: number, once: number];
  readonly status?: number;
  readonly phase?: TykPhase;
  readonly systemCode?: string;
}

/** A row of the matrix: one fault and the expected error. */
export interface Row extends Expected, FaultSetup {
  readonly fault: string;
}

/** Tests a row with the three kinds of operations, and with all calls that carry a secret. */
export function testRow(row: Row): void {
  test(`${row.fault} → ${row.code}, ${row.outcome}, ${row.attempts.join("/")}`, async (t) => {
    for (const [index, [operation, send]] of callKinds.entries()) {
      await t.test(operation, async (inner) => {
        const failed = await failCall(inner, row, send);
        equal(failed.error.operation, operation);
        assertExpected(failed, row, row.attempts[index]);
      });
    }
    await t.test("what carries secrets", (inner) => failCallsWithSecrets(inner, row));
  });
}

/** Checks an error, and the attempts that the server counted. */
export function assertExpected(
  { error, target, sent }: FailedCall,
  { name, code, outcome, status, phase, systemCode }: Omit<Expected, "attempts">,
  attempts: number | undefined,
): void {
  deepEqual(
    { name: error.name, code: error.code, outcome: error.outcome, attempts: error.attempts },
    { name, code, outcome: outcomeOf(error.operation, outcome), attempts },
  );
  equal(sent, attempts, "attempts that the hook was told of");
  if (target.received !== undefined)
    equal(target.received(), attempts, "attempts that the server counted");
  if (status !== undefined) equal("status" in error ? error.status : undefined, status);
  if (phase !== undefined) equal("phase" in error ? error.phase : undefined, phase);
  if (systemCode !== undefined)
    equal("systemCode" in error ? error.systemCode : undefined, systemCode);
}
