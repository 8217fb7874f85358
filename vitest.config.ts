import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config: ViteUserConfig = {
  resolve: {
    // Tests and examples import the package by its name, as users do, and get the sources.
    alias: [
      { find: "@tyk-oauth/sdk/node", replacement: source("src/node/index.ts") },
      { find: "@tyk-oauth/sdk/testing", replacement: source("src/testing/index.ts") },
      { find: "@tyk-oauth/sdk", replacement: source("src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // Those of faults/ run by node:test, on every Node that is supported.
    exclude: ["test/conformance/live.test.ts", "test/faults/**"],
    // Many tests wait, for processes of their own or for a clock, so that two cores have work for more than two workers.
    maxWorkers: Math.max(4, availableParallelism()),
    // Examples are processes of their own, which take seconds to start where the machine is busy.
    testTimeout: 60_000,
  },
};

export default config;
