/**
 * Mutation tests for the code that sends and retries requests, builds paths, hides secrets and creates errors. Stryker checks the
 * options: its types are not installed with the project.
 */
const config: Readonly<Record<string, unknown>> = {
  mutate: [
    "src/config/{base-url,call-secret-function,host-pattern,overrides,read-secret-file,secret}.ts",
    "src/engine/{copy-arguments,lazy-engine,lazy-raw}.ts",
    "src/errors/*.ts",
    "src/transport/*.ts",
    "src/transport/{observe,request,retry}/*.ts",
    "src/types/tyk-promise.ts",
    "src/util/{bare-object,fail,is-instance,json}.ts",
  ],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  reporters: ["clear-text", "progress-append-only", "html", "json"],
  htmlReporter: { fileName: ".cache/mutation/report.html" },
  jsonReporter: { fileName: ".cache/mutation/report.json" },
  clearTextReporter: { reportTests: false, allowEmojis: false },
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 2,
  timeoutMS: 15_000,
  tempDirName: ".cache/mutation/sandbox",
  // With a slash, so that folders of the same name below `test/` are copied.
  ignorePatterns: ["/.cache", "/bench", "/dist", "/docs", "/examples"],
  // No plugin for a dashboard: reports are only local files.
  plugins: ["@stryker-mutator/vitest-runner"],
};

export default config;
