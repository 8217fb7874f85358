import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What every run of tests needs, whichever tests it is of. */
export const base: ViteUserConfig = {
  resolve: {
    // Tests and examples import the package by its name, as users do, and get the sources.
    alias: [
      { find: "@tyk-oauth/sdk/node", replacement: source("src/node/index.ts") },
      { find: "@tyk-oauth/sdk/testing", replacement: source("src/testing/index.ts") },
      { find: "@tyk-oauth/sdk", replacement: source("src/index.ts") },
    ],
  },
  test: {
    // Examples are processes of their own, which take seconds to start where the machine is busy.
    testTimeout: 60_000,
  },
};

// Those of faults/ run by node:test, on every Node that is supported.
const elsewhere = ["test/conformance/live.test.ts", "test/faults/**"];

/** Tests that patch Node's networking, or that need a process in which nothing is loaded yet. */
const isolated = [
  "test/unit/node/**/*.test.ts",
  "test/conformance/recordings.test.ts",
  "test/unit/engine/lazy-engine.test.ts",
];

const config: ViteUserConfig = {
  ...base,
  test: {
    ...base.test,
    // Many tests wait, for processes of their own or for a clock, so that two cores have work for more than two workers.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...elsewhere, ...isolated],
          globalSetup: "test/support/docs/bundle-source.ts",
          // A worker goes on with the next file: loading and warming up the sources for each takes a third of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "isolated", include: isolated } },
    ],
  },
};

export default config;
