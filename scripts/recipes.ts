// Runs the tests of examples/recipes, each with its own test runner.
import { installLibraries } from "./support/install-libraries.ts";
import { linkPackage } from "./support/link-package.ts";
import { printResult } from "./support/print-result.ts";
import { runNode } from "./support/run-node.ts";

const folder = "examples/recipes";
const tool = (path: string): string => `${folder}/node_modules/${path}`;

installLibraries(folder);
linkPackage(folder);

const vitest = [
  tool("vitest/vitest.mjs"),
  ...["run", "--maxWorkers=1", "--root", folder],
  // A cut-off waits eleven seconds for the gateway's session cache.
  ...["--testTimeout=120000", "--hookTimeout=120000"],
  ...["vitest.test.ts", "msw.test.ts", "nock.test.ts"],
  ...["services.test.ts", "telemetry.test.ts", "compose.test.ts"],
];
/** The tests run the compiled NestJS service, so the compiler comes first. */
const steps: readonly (readonly [title: string, args: readonly string[]])[] = [
  ["types", [tool("typescript/bin/tsc"), "-p", folder]],
  ["compiled NestJS service", [tool("typescript/bin/tsc"), "-p", `${folder}/nest-service`]],
  ["node:test", ["--test", `${folder}/node-test.test.ts`]],
  ["Jest", [tool("jest/bin/jest.js"), "--config", `${folder}/package.json`]],
  ["vitest", vitest],
];

for (const [title, args] of steps) {
  const exitCode = runNode(args);
  printResult(title, exitCode === 0 ? [] : [`exit code ${exitCode}`]);
  if (exitCode !== 0) process.exitCode = 1;
}
