import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startExample } from "../../examples/consent/start-example.ts";
import { decide, expectAccessible, headingOf, openTab, useBrowser } from "./support/browser.ts";
import { startFlow } from "./support/consent-flow.ts";
import type { ConsentFlow } from "./support/consent-flow.ts";

useBrowser();

/** Where the screenshots of docs/consent-page.md are written, if `TYK_TEST_SCREENSHOTS` is set. */
const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));

const themes = ["light", "dark"] as const;

function optionsOf(colorScheme: (typeof themes)[number]): BrowserContextOptions {
  // axe-core is a script, and the pages allow none.
  return { colorScheme, bypassCSP: true };
}

/** Shows the page of each problem. */
const problems: Readonly<Record<string, (page: Page, flow: ConsentFlow) => Promise<void>>> = {
  "This link does not work": async (page) => {
    await page.goto(page.url().replace("client_id", "client"));
  },
  "This page has expired": async (page) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    vi.setSystemTime(Date.now() + 600_001);
    await decide(page, "Allow");
  },
  "This page was already submitted": async (page) => {
    const ticket = await page.locator("[name=ticket]").inputValue();
    await decide(page, "Allow");
    await page.goBack();
    await page.locator("[name=ticket]").evaluate((input, value) => {
      (input as HTMLInputElement).value = value;
    }, ticket);
    await decide(page, "Deny");
  },
  "This page belongs to another session": async (page) => {
    await page.context().addCookies([{ name: "user", value: "bob", url: page.url() }]);
    await decide(page, "Allow");
  },
  "This is not possible at the moment": async (page, { gateway }) => {
    gateway.fail({}, { status: 503, body: "" }, Infinity);
    await page.reload();
  },
  "This page cannot be used this way": async (page) => {
    await page.route("**/consent/**", (route) => route.continue({ method: "PUT" }));
    await page.reload();
  },
};

describe.each(themes)("in the %s theme", (theme) => {
  test("the consent page", async () => {
    const page = await openTab({ ...optionsOf(theme), viewport: { width: 560, height: 340 } });
    await page.goto((await startFlow({ description: "Bicycle shop" })).startUrl());
    await expectAccessible(page);
    const path = `${images}consent-page-${theme}.png`;
    if (process.env["TYK_TEST_SCREENSHOTS"] === undefined) return;
    mkdirSync(images, { recursive: true });
    // The host of a test is different each time.
    await page
      .locator("p")
      .nth(1)
      .evaluate((one) => {
        one.textContent = one.textContent.replace(/127\.0\.0\.1:\d+/, "shop.example");
      });
    await page.screenshot({ path });
  });

  test.each(Object.entries(problems))("%s", async (heading, show) => {
    const flow = await startFlow();
    const page = await openTab(optionsOf(theme));
    await page.goto(flow.startUrl());
    await show(page, flow);
    expect(await headingOf(page)).toBe(heading);
    await expectAccessible(page);
  });

  test("the pages of the example", async () => {
    const example = await startExample();
    onTestFinished(() => example.close());
    const page = await openTab(optionsOf(theme));
    await page.goto(example.shopUrl);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Show my orders" }).click();
    await expectAccessible(page);
    await page.getByLabel("User name").fill("ann");
    await page.getByRole("button", { name: "Sign in" }).click();
    await decide(page, "Allow");
    await expectAccessible(page);
    await page.goto(example.loginUrl);
    await expectAccessible(page);
    await page.goto(`${example.shopUrl}/callback`);
    await expectAccessible(page);
  });
});

test("long names fit a narrow screen, at twice the size of text", async () => {
  const flow = await startFlow({ description: "x".repeat(200) });
  const page = await openTab({ viewport: { width: 320, height: 640 } });
  await page.goto(flow.startUrl());
  const overflow = (): Promise<number> =>
    page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(await overflow()).toBe(0);
  await page.locator("html").evaluate((html) => {
    html.style.setProperty("font-size", "200%");
  });
  expect(await overflow()).toBe(0);
});
