import { expect, test } from "vitest";
import { toMarkdown } from "../../bench/report/to-markdown.ts";
import { toGrowthSvg } from "../../bench/report/to-growth-svg.ts";
import { toSvg } from "../../bench/report/to-svg.ts";
import { createFigure, meets } from "../../bench/report/table.ts";
import type { Table } from "../../bench/report/table.ts";
import { ratios, summarize } from "../../bench/support/statistics.ts";

const summary = summarize([1.5, 1.3, 1.2]);
const target = { bound: "at most", value: 1.25 } as const;
const table: Table = {
  title: "A & B",
  about: "About.",
  columns: ["against <it>", "in all"],
  rows: [
    { name: "tyk.raw", figures: [createFigure("×", summary, target), undefined] },
    {
      name: "peer",
      figures: [createFigure("×", summarize([0.65]), target), createFigure("×", summarize([2.6]))],
    },
    { name: "nothing", figures: [undefined, undefined] },
  ],
  chart: { column: 0, whole: 1, better: "less" },
};
const machine = { cpu: "C", cores: 2, memoryGiB: 4, os: "O", node: "v1", undici: "1", load: 0.25 };

test("a summary has the median, the quartiles and the number of runs", () => {
  expect(summarize([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4, runs: 5 });
});

test("ratios compare runs of the same round", () => {
  expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  expect(() => ratios([1, 2], [1])).toThrow("pairs");
});

test.each([
  ["at most", 1.3, true],
  ["at most", 1.299, false],
  ["less than", 1.3, false],
  ["at least", 1.3, true],
  ["at least", 1.301, false],
] as const)("a median of 1.3 meets %s %d: %s", (bound, value, met) => {
  expect(meets(summary, { bound, value })).toBe(met);
});

test("a missed target is reported as missed, with the measured value", () => {
  const text = toMarkdown([table], { machine, versions: { ky: "1" }, isQuick: false });
  expect(text).toContain(
    "| A & B | tyk.raw | against <it> | at most 1.25 × | 1.30 × | **missed** |",
  );
  expect(text).toContain("| A & B | peer | against <it> | at most 1.25 × | 0.65 × | met |");
  expect(text).toContain("| tyk.raw | 1.30 × (1.25 to 1.40) |  |");
  expect(text).toContain("Runs of each: 3, 1.");
  expect(text).not.toContain("quick run");
});

test("a quick run is marked as such", () => {
  expect(toMarkdown([], { machine, versions: {}, isQuick: true })).toContain("**A quick run");
});

test("the picture's bars are proportional to the figures, and its text is escaped", () => {
  const svg = toSvg([table], "caption");
  const bars = [...svg.matchAll(/<rect class="([^"]*)"[^>]* width="([\d.]+)"/g)];
  expect(bars.map(([, kind]) => kind)).toEqual(["ours", "peer pale", "peer"]);
  const [ours = 0, whole = 0, part = 0] = bars.map(([, , width]) => Number(width));
  expect(ours / part).toBeCloseTo(2, 1);
  expect(whole / part).toBeCloseTo(4, 1);
  expect(svg).toContain("0.65 of 2.60 ×");
  expect(svg).toContain("A &amp; B");
  expect(svg).toContain("against &lt;it&gt; (pale: in all); less is better");
  expect(svg).toContain("tyk.raw: 1.30 ×, target at most 1.25 ×: missed");
  expect(svg).not.toContain("nothing");
});

test("a curve rises with its values, and equal factors take equal space", () => {
  const points = [10, 100, 1_000].map((size) => ({ size, value: size / 10 }));
  const flat = points.map(({ size }) => ({ size, value: 1 }));
  const curves = [
    { name: "grows", unit: "s", points },
    { name: "<flat>", unit: "s", points: flat },
  ] as const;
  const svg = toGrowthSvg(
    [
      { ...table, curves },
      { ...table, title: "no curves" },
    ],
    "caption",
  );
  const [grows = [], still = []] = [...svg.matchAll(/<polyline [^>]*points="([^"]*)"/g)].map(
    ([, list = ""]) => list.split(" ").map((point) => point.split(",").map(Number)),
  );
  const steps = (axis: number): number[] =>
    [0, 1].map((i) => (grows[i + 1]?.[axis] ?? NaN) - (grows[i]?.[axis] ?? NaN));
  expect(steps(0)[0]).toBeCloseTo(steps(0)[1] ?? NaN, 0);
  expect(steps(1)[0]).toBeCloseTo(steps(1)[1] ?? NaN, 0);
  expect(steps(1)[0]).toBeLessThan(0);
  expect(new Set(still.map(([, y]) => y)).size).toBe(1);
  expect(svg).toContain("&lt;flat&gt;");
  expect(svg).not.toContain("no curves");
});
