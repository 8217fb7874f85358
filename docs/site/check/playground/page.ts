import type { BrowserContext, Page } from "playwright-core";
import { defaultSettings } from "../../playground/run/settings.ts";
import { toFragment } from "../../playground/share/share-link.ts";

/** The end of a run is stated in the status line. */
const ended = /^(?:The program ended|The program failed|Stopped)/;

/** The playground in a browser. */
export class PlaygroundPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses Run, and waits for the end. Returns the status line. */
  async run(): Promise<string> {
    await this.page.click("button.run");
    return this.waitForEnd();
  }

  async waitForEnd(): Promise<string> {
    await this.page.waitForFunction(
      (pattern) => new RegExp(pattern).test(document.querySelector(".status")?.textContent ?? ""),
      ended.source,
    );
    // The status and the entries are drawn in different frames.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    return this.status();
  }

  async status(): Promise<string> {
    return (await this.page.textContent(".status")) ?? "";
  }

  /** What the program printed, line by line. */
  printed(): Promise<string[]> {
    return this.page.locator(".print").allTextContents();
  }

  /** The program in the editor. */
  code(): Promise<string> {
    return this.page.evaluate(() =>
      Array.from(document.querySelectorAll(".cm-line"), (line) => line.textContent).join("\n"),
    );
  }
}

/** Opens the playground. `fragment` is the end of its address. */
export async function openPlayground(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
  fragment = "",
): Promise<PlaygroundPage> {
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    report(`a script fails: ${error.message}`);
  });
  page.on("dialog", (dialog) => {
    report(`a program opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${url}/playground${fragment}`);
  await page.waitForSelector(".cm-content");
  return new PlaygroundPage(page);
}

/** Returns the fragment that opens a program. */
export async function fragmentOf(code: string): Promise<string> {
  const fragment = await toFragment({ code, settings: defaultSettings });
  if (fragment === undefined) throw new Error("the program is too long for a link");
  return fragment;
}
