import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { base } from "./vitest.config.ts";

/** Runs the conformance suite against a running gateway, one case at a time. */
const live: ViteUserConfig = mergeConfig(base, {
  test: { testTimeout: 60_000, fileParallelism: false },
});

live.test = { ...live.test, include: ["test/conformance/live.test.ts"], exclude: [] };

export default live;
