import type { BrowserContext } from "playwright-core";
import { show, views } from "../views.ts";
import { checkView, injectAxe } from "../pages.ts";
import { openPlayground } from "./page.ts";
import type { PlaygroundPage } from "./page.ts";

type Report = (problem: string) => void;

/** Checks the playground with the keyboard alone, its settings and its clock, and what axe-core finds after a run. */
export async function checkAccess(
  context: BrowserContext,
  url: string,
  report: Report,
): Promise<void> {
  await checkKeyboard(await openPlayground(context, url, report), report);
  await checkControls(await openPlayground(context, url, report, "#scene=session-cache"), report);
  await checkCompletion(await openPlayground(context, url, report), report);
  await checkPhone(await openPlayground(context, url, report), report);
  const playground = await openPlayground(context, url, report, "#scene=storage-outage");
  const { page } = playground;
  await playground.run();
  await page.click(".settings > summary");
  await page.locator(".call > details > summary").first().click();
  await page.locator(".request > summary").first().click();
  await injectAxe(page);
  for (const view of Object.values(views))
    for (const problem of await checkView(page, view))
      report(`after a run, ${view.name}: ${problem}`);
  const advice = await page.locator(".error-card").allTextContents();
  if (!advice.some((text) => /code incomplete.*What to do: /s.test(text)))
    report("an error does not show its code and what to do");
  await page.close();
}

async function checkKeyboard(playground: PlaygroundPage, report: Report): Promise<void> {
  const { page } = playground;
  await page.focus("#playground-scene");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await playground.waitForEnd();
  if (!(await playground.printed()).includes("Second token: alive"))
    report("the keyboard does not choose and run a scene");
  await page.focus(".cm-content");
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText('console.log("typed");');
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => document.querySelector(".print")?.textContent === "typed");
  await playground.waitForEnd();
  await page.focus(".cm-content");
  await page.keyboard.press("Tab");
  const isTrapped = await page.evaluate(
    () => document.activeElement?.closest(".cm-editor") !== null,
  );
  if (isTrapped) report("the editor keeps the keyboard's focus");
  await page.close();
}

async function checkControls(playground: PlaygroundPage, report: Report): Promise<void> {
  const { page } = playground;
  await page.click(".settings > summary");
  await page.selectOption("#playground-version", "5.3.0");
  await page.selectOption("#playground-hashing", "murmur64");
  await playground.run();
  const facts = (await page.textContent(".facts")) ?? "";
  if (!/5\.3\.0.*murmur64/.test(facts)) report(`the settings do not apply: ${facts}`);
  const before = await page.textContent(".clock time");
  await page.click(".clock button:has-text('1 h')");
  await page.waitForFunction(
    (old) => document.querySelector(".clock time")?.textContent !== old,
    before,
  );
  const moved = await page.locator(".change .changes").last().textContent();
  if (moved?.includes("moved by 1 h") !== true) report("the clock does not move");
  await page.click(".moments button:has-text('Before')");
  if ((await page.textContent(".clock time")) !== before)
    report("the gateway before the last change is not shown");
  await page.selectOption("#playground-fault", "drop");
  await page.selectOption("#playground-operation", "revokeSingleToken");
  await playground.run();
  if ((await page.locator(".response-status", { hasText: "no response" }).count()) === 0)
    report("a fault does not hit its request");
  await page.close();
}

/** On a phone the results are far below the button. */
async function checkPhone(playground: PlaygroundPage, report: Report): Promise<void> {
  const { page } = playground;
  await show(page, views["phone light"]);
  await playground.run();
  const top = await page
    .locator(".timeline")
    .evaluate((element) => element.getBoundingClientRect().top);
  if (top < 0 || top > 200) report(`on a phone the results are at ${top} pixels after a run`);
  await page.close();
}

async function checkCompletion(playground: PlaygroundPage, report: Report): Promise<void> {
  const { page } = playground;
  await page.focus(".cm-content");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\ntyk.clients.cut");
  const offered = page.locator(".cm-tooltip-autocomplete li", { hasText: "cutOff" });
  await offered
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => {
      report("the editor does not complete tyk.clients.cutOff");
    });
  await page.close();
}
