import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { CheapFirst } from "./test/mutation/cheap-first.ts";
import { base } from "./vitest.config.ts";

/** The tests for the mutants of `stryker.config.ts`: tests of the transport and of the modules that it uses. */
const transport = [
  "test/unit/*.test.ts",
  "test/unit/{config,engine,errors,operations,secrets,transport,types,util}/**/*.test.ts",
  "test/unit/verbs/apis/address.test.ts",
  "test/unit/verbs/{dry-run,failures,method-context,raw,read-only,waiting}.test.ts",
];

/** The tests for mutants in other files, such as the methods and the embedded gateway (`MUTATION_TESTS=all`). */
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
  // Shorter than Stryker's timeout. If a mutant makes a test wait forever, the test fails but its worker goes on.
  testTimeout: 10_000,
};

export default mutation;
