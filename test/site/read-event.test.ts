import { expect, test } from "vitest";
import { readEvent } from "../../docs/site/playground/run/read-event.ts";

// `run-program.test.ts` passes every event of real programs.
test.each([
  ["nothing", undefined],
  ["null", null],
  ["a string", "done"],
  ["an unknown type", { type: "open-window" }],
  ["a type of every object", { type: "constructor" }],
  ["an inherited type", Object.create({ type: "done" })],
  ["a print without text", { type: "print", level: "log" }],
  ["a print with markup as an object", { type: "print", level: "log", text: { html: "<b>" } }],
  ["a print of an unknown level", { type: "print", level: "alert", text: "x" }],
  ["a text that is too long", { type: "print", level: "log", text: "x".repeat(20_001) }],
  [
    "a call whose id is no number",
    { type: "call", call: { id: "1", name: "", args: "", line: 0 } },
  ],
  [
    "an end with steps that are no list",
    { type: "call-end", end: { id: 1, steps: "x", warnings: [] } },
  ],
  [
    "an end with a broken error",
    { type: "call-end", end: { id: 1, steps: [], warnings: [], error: {} } },
  ],
  [
    "a clock that is no number",
    { type: "gateway", cause: "", snapshot: { version: "", hashing: "", clock: NaN, apis: [] } },
  ],
  [
    "too many APIs",
    {
      type: "gateway",
      cause: "",
      snapshot: {
        version: "",
        hashing: "",
        clock: 0,
        apis: Array(1_001).fill({ id: "", clients: [], tokens: [] }),
      },
    },
  ],
])("the page ignores %s", (_, value: unknown) => {
  expect(readEvent(value)).toBeUndefined();
});

test("the page reads an event", () => {
  const event = { type: "print", level: "warn", text: "careful" };
  expect(readEvent(event)).toBe(event);
});
