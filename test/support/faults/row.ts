import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { AnyTykError, TykErrorCode, TykOutcome, TykPhase } from "@tyk-oauth/sdk";
import { kinds } from "./calls.ts";
import { carriersFail, fails } from "./fails.ts";
import type { Failed, Scene } from "./fails.ts";

/** What a call must make of a fault. */
export interface Expected {
  readonly name: AnyTykError["name"];
  readonly code: TykErrorCode;
  readonly outcome: TykOutcome;
  /** Attempts of a read, of a write that can be repeated, of one that cannot. */
  readonly attempts: readonly [read: number, idempotent: number, once: number];
  readonly status?: number;
  readonly phase?: TykPhase;
  readonly systemCode?: string;
}

/** A row of the matrix: one fault, and what a call must make of it. */
export interface Row extends Expected, Scene {
  readonly fault: string;
}

/** Runs a row: the three kinds of operations, and all that carries a secret. */
export function testRow(row: Row): void {
  test(`${row.fault} → ${row.code}, ${row.outcome}, ${row.attempts.join("/")}`, async (t) => {
    for (const [index, [operation, send]] of kinds.entries()) {
      await t.test(operation, async (inner) => {
        const failed = await fails(inner, row, send);
        equal(failed.error.operation, operation);
        isAsExpected(failed, row, row.attempts[index]);
      });
    }
    await t.test("what carries secrets", (inner) => carriersFail(inner, row));
  });
}

/** Holds a failure, and what the server counted, to what was expected. */
export function isAsExpected(
  { error, target, sent }: Failed,
  { name, code, outcome, status, phase, systemCode }: Omit<Expected, "attempts">,
  attempts: number | undefined,
): void {
  deepEqual(
    { name: error.name, code: error.code, outcome: error.outcome, attempts: error.attempts },
    { name, code, outcome, attempts },
  );
  equal(sent, attempts, "attempts that the hook was told of");
  if (target.received !== undefined)
    equal(target.received(), attempts, "attempts that the server counted");
  if (status !== undefined) equal("status" in error ? error.status : undefined, status);
  if (phase !== undefined) equal("phase" in error ? error.phase : undefined, phase);
  if (systemCode !== undefined)
    equal("systemCode" in error ? error.systemCode : undefined, systemCode);
}
