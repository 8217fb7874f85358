import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { CheapFirst } from "./test/mutation/cheap-first.ts";
import { base } from "./vitest.config.ts";

/** The tests that are to notice the mutants of `stryker.config.ts`: of the transport, and of what it is made of. */
const mutation: ViteUserConfig = mergeConfig(base, {
  test: { setupFiles: ["test/mutation/setup.ts"], sequence: { sequencer: CheapFirst } },
});

mutation.test = {
  ...mutation.test,
  include: [
    "test/unit/*.test.ts",
    "test/unit/{internal,transport}/**/*.test.ts",
    "test/unit/verbs/{address,dry-run,failures,raw,read-only,verb,waiting}.test.ts",
  ],
  exclude: [],
  // Below Stryker's own limit: a mutant that makes a test wait for ever fails it, and its worker lives on.
  testTimeout: 10_000,
};

export default mutation;
