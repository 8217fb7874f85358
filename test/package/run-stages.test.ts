import { expect, test } from "vitest";
import { runStages } from "../../scripts/verify/run-stages.ts";

/** Runs stages with steps that end a turn later, and fail if their name says it. Returns what started and ended, and the result. */
async function play(
  stages: Parameters<typeof runStages>[0],
): Promise<{ events: string[]; failed: string[] }> {
  const events: string[] = [];
  const failed = await runStages(stages, async (step, isAlone) => {
    events.push(isAlone ? `${step} alone` : step);
    await Promise.resolve();
    events.push(`${step} ends`);
    return !step.startsWith("bad");
  });
  return { events, failed };
}

test("the lanes of a stage run side by side, and the steps of a lane in order", async () => {
  const { events, failed } = await play([[["a", "b"], ["c"]]]);
  expect(failed).toEqual([]);
  expect(events.indexOf("c")).toBeLessThan(events.indexOf("a ends"));
  expect(events.indexOf("b")).toBeGreaterThan(events.indexOf("a ends"));
});

test("a stage begins when the one before it has ended", async () => {
  const { events } = await play([[["a"], ["b"]], [["c"]]]);
  expect(events.slice(-2)).toEqual(["c alone", "c ends"]);
});

test("a failed step ends the run after its stage, and is reported", async () => {
  const { events, failed } = await play([[["bad", "b"], ["c"]], [["d"]]]);
  expect(failed).toEqual(["bad"]);
  expect(events).toContain("b ends");
  expect(events).toContain("c ends");
  expect(events).not.toContain("d alone");
});
