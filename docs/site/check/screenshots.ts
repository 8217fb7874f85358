import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { show, views } from "./views.ts";
import type { ViewName } from "./views.ts";

/** The committed screenshots: a page, how it is viewed, and what is shown of it. */
const shots: readonly (readonly [name: string, path: string, view: ViewName])[] = [
  ["front-light", "/", "desktop light"],
  ["front-dark-phone", "/", "phone dark"],
  ["tutorial-light", "/first-client", "desktop light"],
  ["trap-light", "/gateway-traps#trap-5", "desktop light"],
  ["trap-dark", "/gateway-traps#trap-5", "desktop dark"],
  ["trap-light-phone", "/gateway-traps#trap-5", "phone light"],
  ["diagram-dark", "/revocation", "desktop dark"],
  ["operation-light", "/openapi/createOAuthClient", "desktop light"],
  ["playground-light", "/playground#scene=same-second", "desktop light"],
  ["playground-dark-phone", "/playground#scene=same-second", "phone dark"],
  ["types-dark", "/api/index/classes/TykOAuth", "desktop dark"],
];

/** The share of pixels that may differ. Versions of a browser draw letters a little differently; a changed layout differs by more. */
const tolerance = 0.02;

const committedFolder = join(import.meta.dirname, "../screenshots");

/** Compares the pages with the committed screenshots, or writes these. Returns what differs. */
export async function compareScreenshots(
  page: Page,
  url: string,
  { update, outputFolder }: { readonly update: boolean; readonly outputFolder: string },
): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, path, view] of shots) {
    await show(page, views[view]);
    // A change of the anchor alone would not load the page again.
    await page.goto("about:blank");
    await page.goto(`${url}${path}`, { waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready);
    if (path.startsWith("/playground")) await runScene(page);
    const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
    const committed = join(committedFolder, `${name}.png`);
    if (update) {
      write(committed, taken);
      continue;
    }
    const difference = existsSync(committed)
      ? differenceOf(PNG.sync.read(readFileSync(committed)), PNG.sync.read(taken))
      : 1;
    if (difference <= tolerance) continue;
    const actual = join(outputFolder, `${name}.png`);
    write(actual, taken);
    problems.push(
      `${path} (${view}) differs from screenshots/${name}.png in ${(difference * 100).toFixed(1)} % of its pixels: see ${actual}`,
    );
  }
  return problems;
}

/** The playground is shown after a run. */
async function runScene(page: Page): Promise<void> {
  await page.click("button.run");
  await page.waitForSelector(".status.done");
  // The results are drawn, and then scrolled to.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

function differenceOf(expected: PNG, actual: PNG): number {
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) return 1;
  const options = { threshold: 0.2 };
  return (
    pixelmatch(expected.data, actual.data, undefined, width, height, options) / (width * height)
  );
}

function write(path: string, image: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, image);
}
