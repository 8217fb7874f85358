import { rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ReportLine } from "../../faults/reporter.ts";
import { root } from "../../support/root.ts";
import type { SuiteResult } from "../../../test/support/runtimes/suite-result.ts";
import type { BundleOptions } from "../bundle.ts";
import { runSuites } from "../host.ts";
import type { Host } from "../host.ts";
import { describeFailure, runProgram } from "../program.ts";
import { noResult, readJsonReport } from "../results.ts";
import { versionOf } from "../versions.ts";

/** A way to run tests with vitest or Jest: the environment, and the format of the modules. */
interface Recipe {
  readonly id: string;
  readonly title: string;
  readonly packages: "vitest" | "jest";
  readonly version: string;
  readonly bundle: BundleOptions;
  readonly config: object;
  readonly nodeOptions?: string;
}

const jest = { packages: "jest", version: versionOf("jest", "jest") } as const;
const vitest = { packages: "vitest", version: versionOf("vitest", "vitest") } as const;

/** Ends only tests that hang. */
const testTimeout = 600_000;

/** happy-dom keeps a page from requests to other origins, as browsers do. The gateway is another origin. */
const environmentOptions = {
  happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } },
};

const recipes: readonly Recipe[] = [
  ...["node", "jsdom", "happy-dom"].map((environment): Recipe => ({
    id: environment === "node" ? "vitest" : `vitest-${environment}`,
    title: `vitest, environment ${environment}`,
    ...vitest,
    bundle: { testApi: "vitest", extension: ".test.js", isBrowser: environment !== "node" },
    config: {
      test: { environment, environmentOptions, testTimeout, include: ["**/*.test.js"] },
    },
  })),
  {
    id: "jest-esm",
    title: "Jest, ES modules",
    ...jest,
    bundle: { testApi: "@jest/globals", extension: ".test.js" },
    config: { transform: {}, testTimeout },
    nodeOptions: "--experimental-vm-modules",
  },
  {
    id: "jest-commonjs",
    title: "Jest, CommonJS",
    ...jest,
    bundle: { testApi: "@jest/globals", extension: ".test.cjs", format: "cjs" },
    config: {
      testTimeout,
      testMatch: ["**/*.test.cjs"],
      // Jest loads CommonJS only, so it must compile the package.
      transform: { "\\.[cm]?[jt]sx?$": "@swc/jest" },
      transformIgnorePatterns: ["/node_modules/(?!(\\.pnpm/)?@tyk-oauth[/+])"],
    },
  },
];

const commands = {
  vitest: ["node_modules/vitest/vitest.mjs", "run", "--reporter=json"],
  jest: ["node_modules/jest/bin/jest.js", "--json"],
} as const;

const withRecipes: Host[] = recipes.map(
  ({ id, title, packages, version, bundle: options, config, nodeOptions = "" }) => ({
    id,
    title,
    packages,
    isQuick: false,
    run: ({ folder, packagesFolder, bundle }) => {
      const configFile = join(
        folder,
        packages === "jest" ? "jest.config.json" : "vitest.config.js",
      );
      const text = JSON.stringify(config, null, 2);
      writeFileSync(configFile, packages === "jest" ? text : `export default ${text};\n`);
      return runSuites(version, async (suite) => {
        const file = await bundle(suite, options);
        const report = join(folder, `${suite}.json`);
        rmSync(report, { force: true });
        const [program, ...args] = commands[packages];
        const run = await runProgram(
          process.execPath,
          [
            join(packagesFolder, program),
            ...args,
            `--outputFile=${report}`,
            ...["--config", configFile],
            basename(file),
          ],
          { cwd: folder, env: { NODE_OPTIONS: nodeOptions } },
        );
        return readJsonReport(report, title, run);
      });
    },
  }),
);

const nodeTest: Host = {
  id: "node-test",
  title: "`node:test`",
  packages: "plain",
  isQuick: false,
  run: ({ bundle }) =>
    runSuites(process.version.slice(1), async (suite) => {
      const file = await bundle(suite, { testApi: "node:test" });
      const reporter = join(root, "scripts/faults/reporter.ts");
      const args = ["--test", `--test-reporter=${reporter}`, file];
      const run = await runProgram(process.execPath, args);
      const lines = run.stdout.split("\n").filter((line) => line.startsWith("{"));
      const result = readReport(lines.map((line) => JSON.parse(line) as ReportLine));
      return result.total === 0 ? noResult(describeFailure("node:test", run)) : result;
    }),
};

/** Counts the tests. Every test is inside of one `describe`, which has a line too. */
function readReport(lines: readonly ReportLine[]): SuiteResult {
  const tests = lines.filter(({ kind, nesting }) => /^(pass|fail)$/.test(kind) && nesting === 1);
  const failures = tests
    .filter(({ kind }) => kind === "fail")
    .map(({ text, error = "" }) => ({ name: text, error }));
  return { total: tests.length, failures };
}

/** Test runners, with the packed package in their `node_modules`. */
export const testRunnerHosts: readonly Host[] = [...withRecipes, nodeTest];
