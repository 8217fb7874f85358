// Runs the tests of examples/recipes, each with its own test runner.
import { installLibraries } from "./support/install-libraries.ts";
import { linkPackage } from "./support/link-package.ts";
import { printResult } from "./support/print-result.ts";
import { runNode } from "./support/run-node.ts";

const folder = "examples/recipes";
const tool = (path: string): string => `${folder}/node_modules/${path}`;

installLibraries(folder);
linkPackage(folder);

const tests = [
  "vitest.test.ts",
  "msw.test.ts",
  "nock.test.ts",
  "services.test.ts",
  "compose.test.ts",
];
/** The services run compiled, so their types come first. */
const steps: readonly (readonly [title: string, args: readonly string[]])[] = [
  ["types", [tool("typescript/bin/tsc"), "-p", folder]],
  ["compiled NestJS service", [tool("typescript/bin/tsc"), "-p", `${folder}/nest-service`]],
  ["node:test", ["--test", `${folder}/node-test.test.ts`]],
  ["Jest", [tool("jest/bin/jest.js"), "--rootDir", folder]],
  ["vitest", [tool("vitest/vitest.mjs"), "run", "--maxWorkers=1", "--root", folder, ...tests]],
];

for (const [title, args] of steps) {
  const exitCode = runNode(args);
  printResult(title, exitCode === 0 ? [] : [`exit code ${exitCode}`]);
  if (exitCode !== 0) process.exitCode = 1;
}
