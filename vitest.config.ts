import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const hangMs = 300_000;

/** The settings of every test run. */
export const base: ViteUserConfig = {
  resolve: {
    // Tests and examples import the package by its name, like users. The alias resolves to the sources.
    alias: [
      { find: "@tyk-oauth/sdk/consent", replacement: source("src/consent/index.ts") },
      { find: "@tyk-oauth/sdk/manifest", replacement: source("src/manifest/index.ts") },
      { find: "@tyk-oauth/sdk/node", replacement: source("src/node/index.ts") },
      { find: "@tyk-oauth/sdk/testing", replacement: source("src/testing/index.ts") },
      { find: "@tyk-oauth/sdk", replacement: source("src/index.ts") },
    ],
  },
  test: {
    // These limits only end tests that hang. They are far above what the slowest test needs on a busy machine.
    testTimeout: hangMs,
    hookTimeout: hangMs,
    expect: { poll: { timeout: hangMs } },
  },
};

// Not part of `npm test`: the live tests need a gateway, test/faults/ runs with node:test on every supported Node, test/scale/ takes
// minutes, and test/browser/ needs a browser and libraries of its own.
const otherRuns = [
  "test/conformance/live.test.ts",
  "test/browser/**",
  "test/faults/**",
  "test/scale/**",
];

/** Tests of documents, examples and the tool that compares releases. They run TypeScript and many processes (`npm run test:docs`). */
const docs = ["test/docs/**/*.test.ts", "test/changes/**/*.test.ts"];

/** Tests that patch Node's networking, or need a process without loaded modules. */
const isolated = [
  "test/unit/node/interception.test.ts",
  "test/unit/node/request.test.ts",
  "test/unit/node/transport.test.ts",
  "test/conformance/recordings.test.ts",
  "test/unit/engine/lazy-engine.test.ts",
];

const config: ViteUserConfig = {
  ...base,
  test: {
    ...base.test,
    // Many tests wait for a process or a timer, so two cores can run more than two workers.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...otherRuns, ...isolated, ...docs],
          globalSetup: "test/support/docs/bundle-source.ts",
          // A worker runs several files. Loading the sources again for each file would take a third of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "isolated", include: isolated } },
      {
        extends: true,
        test: {
          name: "docs",
          include: docs,
          globalSetup: "test/support/docs/bundle-source.ts",
          isolate: false,
        },
      },
    ],
  },
};

export default config;
