// Runs everything that must hold before a change lands, or with --sources only the checks of the sources. Builds once for all steps.
import { spawn } from "node:child_process";
import { root } from "./support/root.ts";
import { runStages } from "./verify/run-stages.ts";

/** ESLint takes as long as all others together. */
const sources = [
  ["npm run --silent lint"],
  [
    "npm run --silent format:check",
    "npm run --silent types",
    "npm run --silent lint:imports",
    "npm run --silent lint:spec",
    "npm run --silent check:generated",
  ],
];

// Alone: the check of the package changes package.json while it packs, the fault tests measure times, and the tests use all cores.
const rest = [
  ["npm run --silent build"],
  ["node examples/demo.ts"],
  ["node scripts/check-package.ts"],
  ["node scripts/faults.ts"],
  ["node scripts/runtimes.ts --quick"],
  ["npm run --silent test:docs"],
  ["npm test"],
].map((lane) => [lane]);

const stages = process.argv.includes("--sources") ? [sources] : [sources, ...rest];
const failed = await runStages(stages, runStep);
// Nothing is printed if all passed, so that the summary of the tests is the last output.
if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs a command. If others run at the same time, prints its output when it ends. */
async function runStep(command: string, isAlone: boolean): Promise<boolean> {
  const startedAt = performance.now();
  if (isAlone) console.log(`\n▶ ${command}`);
  const [program = "", ...args] = command.split(" ");
  const stdio = isAlone ? "inherit" : "pipe";
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", stdio, stdio] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (piece: string) => {
      output += piece;
    });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const isPassed = exitCode === 0;
  if (!isAlone || !isPassed)
    console.log(`${output}${isPassed ? "✔" : "✘"} ${command} (${seconds} s)`);
  return isPassed;
}
