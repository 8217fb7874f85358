// Runs the tests of the consent page in a real Chromium, with OAuth libraries and with web frameworks. Passes its arguments to vitest.
import type { Chromium } from "./runtimes/chromium.ts";
import { findChromium } from "./support/find-chromium.ts";
import { installLibraries } from "./support/install-libraries.ts";
import { linkPackage } from "./support/link-package.ts";
import { runNode } from "./support/run-node.ts";

process.exitCode = main();

function main(): number {
  let chromium: Chromium;
  try {
    chromium = findChromium();
  } catch (error) {
    console.error(`test:browser: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  for (const folder of ["examples/consent", "test/browser"]) {
    installLibraries(folder);
    linkPackage(folder);
  }
  const vitest = ["run", "--config", "vitest.browser.config.ts", ...process.argv.slice(2)];
  return (
    runNode(["node_modules/typescript/bin/tsc", "-b", "test/browser"]) ||
    runNode(["node_modules/vitest/vitest.mjs", ...vitest], {
      TYK_TEST_CHROMIUM: chromium.path,
      TYK_TEST_CHROMIUM_LIBRARIES: chromium.libraries,
    })
  );
}
