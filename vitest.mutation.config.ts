import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { CheapFirst } from "./test/mutation/cheap-first.ts";
import { base } from "./vitest.config.ts";

/** The tests that must notice the mutants of `stryker.config.ts`: those of the transport, and of what it is made of. */
const transport = [
  "test/unit/*.test.ts",
  "test/unit/{config,engine,errors,operations,secrets,transport,types,util}/**/*.test.ts",
  "test/unit/verbs/apis/address.test.ts",
  "test/unit/verbs/{dry-run,failures,method-context,raw,read-only,waiting}.test.ts",
];

/** The tests for mutants elsewhere, such as in the methods and the embedded gateway: `MUTATION_TESTS=all`. */
const all = [
  "test/unit/*.test.ts",
  "test/unit/!(node)/**/*.test.ts",
  "test/conformance/embedded.test.ts",
  "test/{property,recordings}/*.test.ts",
];

const mutation: ViteUserConfig = mergeConfig(base, {
  test: { setupFiles: ["test/mutation/setup.ts"], sequence: { sequencer: CheapFirst } },
});

mutation.test = {
  ...mutation.test,
  include: process.env["MUTATION_TESTS"] === "all" ? all : transport,
  // Below Stryker's own limit: a mutant that makes a test wait for ever fails it, and its worker lives on.
  testTimeout: 10_000,
};

export default mutation;
