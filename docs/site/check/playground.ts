import type { BrowserContext } from "playwright-core";
import { scenes } from "../playground/scenes/scenes.ts";
import { checkAccess } from "./playground/access.ts";
import { openPlayground } from "./playground/page.ts";
import { checkSandbox } from "./playground/sandbox.ts";
import { checkSharing } from "./playground/sharing.ts";

/** Tries the playground as a reader does, and as an attacker does. Returns what is wrong. */
export async function checkPlayground(context: BrowserContext, url: string): Promise<string[]> {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(`/playground: ${problem}`);
  };
  await checkScenes(context, url, report);
  await checkSharing(context, url, report);
  await checkSandbox(context, url, report);
  await checkAccess(context, url, report);
  await checkOtherPages(context, url, report);
  console.log(`the playground ran ${scenes.length} scenes`);
  return problems;
}

async function checkScenes(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const playground = await openPlayground(context, url, report);
  for (const { id, prints } of scenes) {
    await playground.page.selectOption("#playground-scene", id);
    await playground.run();
    const printed = await playground.printed();
    if (printed.join("\n") !== prints.join("\n"))
      report(`the scene ${id} printed ${JSON.stringify(printed)}`);
    const shown = await playground.page.locator(".call .changes, .change .changes").count();
    if (shown === 0) report(`the scene ${id} shows no change of the gateway`);
  }
  await playground.page.close();
}

/** The code of the playground is large, so other pages must not load it. */
async function checkOtherPages(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const loaded = async (path: string): Promise<number> => {
    const page = await context.newPage();
    let count = 0;
    page.on("request", (request) => {
      if (/\/Playground\.[\w-]+\.js$/.test(request.url())) count += 1;
    });
    await page.goto(`${url}${path}`, { waitUntil: "networkidle" });
    await page.close();
    return count;
  };
  if ((await loaded("/playground")) === 0)
    report("its code has another name than this check expects");
  for (const path of ["/", "/gateway-traps"])
    if ((await loaded(path)) > 0) report(`the page ${path} loads the playground's code`);
}
