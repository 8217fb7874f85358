import { mergeConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";
import { base } from "./vitest.config.ts";

/** Runs the tests that need a browser, OAuth libraries or web frameworks. `npm run test:browser` installs them. */
const browser: ViteUserConfig = mergeConfig(base, { test: { fileParallelism: false } });

browser.test = {
  ...browser.test,
  include: ["test/browser/*.test.ts"],
  // The libraries of these tests include a link to this project, with all of its tests.
  exclude: ["**/node_modules/**"],
};

export default browser;
