import { expect, test } from "vitest";
import { Pace } from "../../../src/verbs/pace.ts";

test("a phase has a rate and an estimate of the rest after its first second", () => {
  const pace = new Pace();
  expect(pace.measure("sweep", 1, 1_001, 0)).toEqual({});
  expect(pace.measure("sweep", 100, 1_001, 999)).toEqual({});
  expect(pace.measure("sweep", 201, 1_001, 2_000)).toEqual({ perSecond: 100, remainingMs: 8_000 });
  expect(pace.measure("sweep", 1_001, 1_001, 4_000)).toEqual({ perSecond: 250, remainingMs: 0 });
});

test("a phase that begins again, or follows another, is measured anew", () => {
  const pace = new Pace();
  pace.measure("sweep", 1, 10, 0);
  pace.measure("sweep", 10, 10, 5_000);
  expect(pace.measure("sweep", 1, 10, 60_000)).toEqual({});
  expect(pace.measure("sweep", 3, 10, 62_000)).toEqual({ perSecond: 1, remainingMs: 7_000 });
  expect(pace.measure("check", 3, 10, 63_000)).toEqual({});
});

test("a wait, and a clock that was set back, have no rate", () => {
  const pace = new Pace();
  pace.measure("wait", 0, 11_000, 0);
  expect(pace.measure("wait", 5_000, 11_000, 5_000)).toEqual({});
  pace.measure("look", 1, 9, 10_000);
  expect(pace.measure("look", 5, 9, 1_000)).toEqual({});
});
