import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import config from "./vitest.config.ts";

/** The conformance suite against a running gateway, one case after the other. */
const live: ViteUserConfig = mergeConfig(config, {
  test: { testTimeout: 60_000, fileParallelism: false },
});

live.test = { ...live.test, include: ["test/conformance/live.test.ts"], exclude: [] };

export default live;
