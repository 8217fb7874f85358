// Checks the built site: its links, each page in Chromium, and the screenshots. `--update` writes the screenshots, and `--only` has a
// pattern of the pages to check.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findChromium } from "../../../scripts/support/find-chromium.ts";
import { findBrokenLinks } from "./links.ts";
import { checkPages } from "./pages.ts";
import { checkPlayground } from "./playground.ts";
import { compareScreenshots } from "./screenshots.ts";
import { serve } from "./serve.ts";

const { values } = parseArgs({
  options: { update: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const site = join(import.meta.dirname, "../../../.cache/site");
const folder = join(site, "dist");
if (!existsSync(join(folder, "index.html"))) throw new Error("Build the site first: npm run docs");

const problems = findBrokenLinks(folder);
const { path, libraries } = findChromium();
const server = await serve(folder);
const browser = await chromium.launch({
  executablePath: path,
  // Without a sandbox, because it does not start for root. Only this project's pages run in it.
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  env: { ...process.env, LD_LIBRARY_PATH: libraries },
});
try {
  const context = await browser.newContext();
  problems.push(...(await checkPages(context, server.url, folder, new RegExp(values.only))));
  if (new RegExp(values.only).test("/playground"))
    problems.push(...(await checkPlayground(context, server.url)));
  const outputFolder = join(site, "screenshots");
  const page = await context.newPage();
  const { update } = values;
  problems.push(...(await compareScreenshots(page, server.url, { update, outputFolder })));
} finally {
  await browser.close();
  await server.close();
}
for (const problem of problems) console.log(`✘ ${problem}`);
console.log(problems.length === 0 ? "✔ the site" : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
