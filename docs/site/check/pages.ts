import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import { show, views } from "./views.ts";
import type { View } from "./views.ts";

/** axe-core sets this in a page. */
declare const axe: { run(options: RunOptions): Promise<AxeResults> };

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** The colours change by a transition, which a check would see half-way. */
const withoutTransitions = "*, *::before, *::after { transition: none !important; }";

const everyView = Object.values(views);
/** These pages have one template each, so two views show what all four would. */
const fromTemplate = /^\/(?:api|openapi|source|adr)\//;

/** Opens every page of the built site, and returns what is wrong with them. */
export async function checkPages(
  context: BrowserContext,
  url: string,
  folder: string,
  only: RegExp,
): Promise<string[]> {
  const paths = globSync("**/*.html", { cwd: folder })
    .filter((file) => file !== "404.html")
    .map((file) => `/${file.replace(/(?:(^|\/)index)?\.html$/, "$1")}`)
    .filter((path) => only.test(path))
    .sort();
  const problems: string[] = [];
  const queue = paths[Symbol.iterator]();
  let done = 0;
  const work = async (): Promise<void> => {
    const page = await context.newPage();
    for (const path of queue) {
      problems.push(...(await checkPage(page, url, path)));
      done += 1;
      if (done % 50 === 0) console.log(`${done} of ${paths.length} pages`);
    }
    await page.close();
  };
  await Promise.all([work(), work()]);
  const cookies = await context.cookies();
  problems.push(...cookies.map(({ name }) => `the site sets the cookie ${name}`));
  console.log(`${paths.length} pages were opened`);
  return problems;
}

async function checkPage(page: Page, url: string, path: string): Promise<string[]> {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(`${path}: ${problem}`);
  };
  page.on("console", (message) => {
    if (message.type() === "error") report(`the console has an error: ${message.text()}`);
  });
  page.on("pageerror", (error) => {
    report(`a script fails: ${error.message}`);
  });
  page.on("request", (request) => {
    const target = request.url();
    if (!/^(?:data|blob|about):/.test(target) && !target.startsWith(`${url}/`))
      report(`it sends a request to ${target}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) report(`${response.url()} is ${response.status()}`);
  });
  await page.goto(`${url}${path}`, { waitUntil: "load" });
  await injectAxe(page);
  const shown = fromTemplate.test(path) ? [views["desktop light"], views["phone dark"]] : everyView;
  for (const view of shown)
    for (const problem of await checkView(page, view)) report(`${view.name}: ${problem}`);
  page.removeAllListeners();
  return problems;
}

/** Makes axe-core available to {@link checkView}. */
export async function injectAxe(page: Page): Promise<void> {
  await page.addStyleTag({ content: withoutTransitions });
  await page.evaluate(axeSource);
}

/** Returns what is wrong with a page in a view: its width, and what axe-core finds. */
export async function checkView(page: Page, view: View): Promise<string[]> {
  await show(page, view);
  // One frame, so that the theme's script has run.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  const isTooWide = width > view.viewport.width;
  const violations = await page.evaluate(async () => {
    const results = await axe.run({ resultTypes: ["violations"] });
    return results.violations.map(({ id, help, nodes }) => ({
      name: `${help} (${id})`,
      count: nodes.length,
      first: nodes[0]?.html.slice(0, 160) ?? "",
    }));
  });
  return [
    ...(isTooWide ? [`it is ${width} pixels wide`] : []),
    ...violations.map(
      ({ name, count, first }) => `axe-core: ${name}, ${count} times, such as ${first}`,
    ),
  ];
}
