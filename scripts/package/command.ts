import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { allNodes } from "../support/nodes.ts";
import { failureOutput } from "../support/run.ts";
import type { Check } from "./check.ts";

/** The file that the command loads at its start, and all of its files, gzipped in KiB. Today 34 and 90. */
const budgetsKiB = { start: 36, all: 100 };
/** How long `--help` may take, as a multiple of an empty program. */
const maxStartRatio = 1.5;
export const command: Check = {
  title: `The command works on every supported Node, has at most ${budgetsKiB.all} KiB gzipped, and starts fast`,
  findProblems: ({ app, folder, files }) => {
    const bin = join(app, "node_modules/.bin/tyk-oauth");
    const problems = allNodes().flatMap(({ version, path }) =>
      commandLines.flatMap((words) => {
        const failed = failureOutput(path, ["--throw-deprecation", bin, ...words], { cwd: app });
        return failed === undefined ? [] : [`Node ${version}, ${words.join(" ")}: ${failed}`];
      }),
    );
    const all = files.filter((file) => /^dist\/cli.*\.js$/.test(file)).map((file) => file.slice(5));
    for (const [name, list] of [["start", ["cli.js"]] as const, ["all", all] as const]) {
      const size = list.reduce((sum, file) => sum + gzippedKiB(join(folder, "dist", file)), 0);
      if (size > budgetsKiB[name])
        problems.push(`the command's files (${name}) have ${size.toFixed(1)} KiB`);
    }
    const ratio = measureStartRatio(bin);
    if (ratio > maxStartRatio)
      problems.push(`--help takes ${ratio.toFixed(2)} times as long as an empty program`);
    return problems;
  },
};

/** Command lines that need no gateway. Together they load every file of the command. */
const commandLines = [
  ["--version"],
  ["help", "clients", "create"],
  ["completion", "zsh"],
  ["complete", "--", "clients", ""],
];

function gzippedKiB(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length / 1024;
}

/** Compares the fastest of many runs each, in turn: other programs can only make a run slower. */
function measureStartRatio(bin: string): number {
  const time = (args: readonly string[]): number => {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: "ignore" });
    return performance.now() - start;
  };
  let [help, empty] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < 40; run += 1) {
    empty = Math.min(empty, time(["-e", "0"]));
    help = Math.min(help, time([bin, "--help"]));
  }
  return help / empty;
}
