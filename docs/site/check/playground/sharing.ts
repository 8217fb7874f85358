import type { BrowserContext } from "playwright-core";
import { deflateRawSync } from "node:zlib";
import { fragmentOf, openPlayground } from "./page.ts";

/** Links that nobody's browser made. */
const hostile = [
  "#program=<img src=x onerror=alert(1)>",
  "#program=javascript:alert(1)",
  "#program=YWxlcnQoMSk",
  "#scene=../../secrets",
  `#program=${deflateRawSync(JSON.stringify({ code: "x".repeat(5_000_000) })).toString("base64url")}`,
  "#program=%E0%A4%A",
];

/** Checks links to programs: they come back as they were, and none runs by itself. */
export async function checkSharing(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const playground = await openPlayground(context, url, report);
  const { page } = playground;
  await page.selectOption("#playground-version", "4.3.0", { force: true });
  await page.click(".cm-content");
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText('console.log("shared");\nconsole.log(1 < 2 && "ü");');
  const code = await playground.code();
  await page.click("text=Copy link");
  await page.waitForFunction(() => location.hash.startsWith("#program="));
  const fragment = await page.evaluate(() => location.hash);
  await page.close();

  const opened = await openPlayground(context, url, report, fragment);
  await opened.page.waitForSelector(".notice");
  if ((await opened.code()) !== code) report("a link does not bring back its program");
  const version = await opened.page.inputValue("#playground-version");
  if (version !== "4.3.0") report("a link does not bring back its settings");
  if ((await opened.status()) !== "") report("a program of a link ran by itself");
  await opened.run();
  if ((await opened.printed()).join() !== "shared,ü") report("a program of a link does not run");

  // A link that is opened while the page is open.
  const other = await fragmentOf('console.log("other")');
  await opened.page.evaluate((hash) => {
    location.hash = hash;
  }, other);
  await opened.page.waitForFunction(() =>
    document.querySelector(".cm-content")?.textContent.includes("other"),
  );
  if ((await opened.status()) !== "") report("a program of a second link ran by itself");
  await opened.page.close();

  for (const link of hostile) {
    const attacked = await openPlayground(context, url, report, link);
    await attacked.page.waitForSelector(".notice");
    const status = await attacked.status();
    const injected = await attacked.page.locator(".playground img").count();
    if (status !== "" || injected > 0) report(`the link ${link.slice(0, 40)} had an effect`);
    if (!(await attacked.run()).startsWith("The program ended"))
      report(`after the link ${link.slice(0, 40)} no scene runs`);
    await attacked.page.close();
  }
}
