import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { base } from "./vitest.config.ts";

/** Runs the methods against a gateway of a million keys. It takes minutes, so it is not part of `npm test`. */
const scale: ViteUserConfig = mergeConfig(base, {
  test: {
    testTimeout: 3_600_000,
    fileParallelism: false,
    // The memory gate counts what a garbage collection leaves.
    execArgv: ["--expose-gc"],
  },
});

scale.test = { ...scale.test, include: ["test/scale/**/*.test.ts"], exclude: [] };

export default scale;
