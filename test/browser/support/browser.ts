import axeCore from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";

let browser: Browser;

/** Starts Chromium for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    const path = process.env["TYK_TEST_CHROMIUM"];
    if (path === undefined) throw new Error("no browser: run these tests by npm run test:browser");
    const libraries = process.env["TYK_TEST_CHROMIUM_LIBRARIES"] ?? "";
    browser = await chromium.launch({
      executablePath: path,
      // Without a sandbox, because it does not start for root. Only this project's pages run in it.
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
      env: { ...definedEnv(), LD_LIBRARY_PATH: libraries },
    });
  });
  afterAll(() => browser.close());
}

function definedEnv(): Record<string, string> {
  const defined = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as Record<string, string>;
}

/** Opens a tab of a new browser profile. The profile is closed when the test ends. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

/** The heading of a page. */
export async function headingOf(page: Page): Promise<string> {
  return (await page.locator("h1").textContent()) ?? "";
}

/** Clicks a button of the consent page, and waits for the page that follows. A click alone does not wait for it. */
export async function decide(page: Page, name: "Allow" | "Deny"): Promise<void> {
  const button = page.getByRole("button", { name });
  await button.click();
  await button.waitFor({ state: "detached" });
}

/** Checks a page against WCAG 2.2 AA and the best practices of axe-core. Its tab needs `bypassCSP`. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axeCore.source);
  const violations = await page.evaluate(async () => {
    // The script above defined it in the page.
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    // axe-core leaves this rule of WCAG 2.2 out unless it is named.
    const results = await axe.run({ rules: { "target-size": { enabled: true } } });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  });
  expect(violations, page.url()).toEqual([]);
}
