// Runs the tests of the consent page in a real Chromium, with OAuth libraries and with web frameworks. Passes its arguments to vitest.
import { spawnSync } from "node:child_process";
import { findChromium } from "./browser/find-chromium.ts";
import { installLibraries } from "./browser/install-libraries.ts";
import type { Chromium } from "./runtimes/chromium.ts";
import { root } from "./support/root.ts";

process.exitCode = main();

function main(): number {
  let chromium: Chromium;
  try {
    chromium = findChromium();
  } catch (error) {
    console.error(`test:browser: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  for (const folder of ["examples/consent", "test/browser"]) installLibraries(folder);
  const env = { TYK_TEST_CHROMIUM: chromium.path, TYK_TEST_CHROMIUM_LIBRARIES: chromium.libraries };
  return (
    runModule(["typescript/bin/tsc", "-b", "test/browser"]) ||
    runModule(
      [
        "vitest/vitest.mjs",
        "run",
        "--config",
        "vitest.browser.config.ts",
        ...process.argv.slice(2),
      ],
      env,
    )
  );
}

function runModule(
  [module = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): number {
  const { status, error } = spawnSync(process.execPath, [`node_modules/${module}`, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  return status ?? 1;
}
