import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { SuiteResult } from "../../../test/support/runtimes/suite-result.ts";
import { findInstalledChromium } from "../../support/find-chromium.ts";
import { installChromium } from "../chromium.ts";
import { runSuites } from "../host.ts";
import type { Host } from "../host.ts";
import { sentTwice } from "../known-failures.ts";

/** The part of puppeteer-core that is used here. */
interface Puppeteer {
  launch(options: {
    executablePath: string;
    args: readonly string[];
    env: NodeJS.ProcessEnv;
    /** No limit for the whole suite, which runs in one evaluation. */
    protocolTimeout: 0;
  }): Promise<Browser>;
}

interface Browser {
  version(): Promise<string>;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  goto(url: string): Promise<unknown>;
  addScriptTag(script: { content: string }): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
}

/** The installed Chromium, or Debian's. The page has the origin of the gateway, because the gateway permits no other one. */
export const chromiumHost: Host = {
  id: "chromium",
  title: "Chromium page",
  isQuick: false,
  packages: "chromium",
  knownFailures: [sentTwice],
  run: async ({ packagesFolder, target, bundle }) => {
    // Debian's package can be downloaded only if it is not installed: apt leaves out what the machine has.
    const { path, libraries } = findInstalledChromium() ?? installChromium();
    const require = createRequire(join(packagesFolder, "package.json"));
    const { default: puppeteer } = (await import(require.resolve("puppeteer-core"))) as {
      default: Puppeteer;
    };
    const browser = await puppeteer.launch({
      executablePath: path,
      // Without a sandbox, because it does not start for root. Only this project's code runs in it.
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
      env: { ...process.env, LD_LIBRARY_PATH: libraries },
      protocolTimeout: 0,
    });
    try {
      const version = await browser.version();
      return await runSuites(version.replace(/^.*\//, ""), async (suite) => {
        const options = { result: "function", format: "iife", withPackage: true } as const;
        const file = await bundle(suite, { ...options, isBrowser: true });
        const page = await browser.newPage();
        await page.goto(target.url);
        await page.addScriptTag({ content: readFileSync(file, "utf8") });
        return (await page.evaluate("runTests()")) as SuiteResult;
      });
    } finally {
      await browser.close();
    }
  },
};
