import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { html, listen, page as createPage, redirect } from "../../examples/consent/web.ts";
import { decide, headingOf, openTab, useBrowser } from "./support/browser.ts";
import { grants, startFlow } from "./support/consent-flow.ts";

useBrowser();

function allow(page: Page): Promise<void> {
  return decide(page, "Allow");
}

function codeOf(page: Page): string | null {
  return new URL(page.url()).searchParams.get("code");
}

describe("submitting the page", () => {
  test("a second submit before the first response grants one code", async () => {
    let posts = 0;
    let isOpen = false;
    let answerFirst = (): void => undefined;
    const secondCame = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    const flow = await startFlow({
      change: async (response) => {
        if (response.status !== 303 || !isOpen) return response;
        posts += 1;
        if (posts === 1) await secondCame;
        else answerFirst();
        return response;
      },
    });
    const page = await openTab();
    await page.goto(flow.startUrl());
    isOpen = true;
    const { x = 0, y = 0 } =
      (await page.getByRole("button", { name: "Allow" }).boundingBox()) ?? {};
    const click = (): Promise<void> => page.mouse.click(x + 5, y + 5);
    await click();
    await expect.poll(() => posts).toBe(1);
    await click();
    await page.getByRole("heading", { name: "Returned" }).waitFor();
    expect([posts, grants(flow), codeOf(page)]).toEqual([2, 1, expect.any(String)]);
  });

  test("the back button shows a page that works again, with another code", async () => {
    const flow = await startFlow();
    const page = await openTab();
    await page.goto(flow.startUrl());
    await allow(page);
    const first = codeOf(page);
    await page.goBack();
    expect(await headingOf(page)).toBe("Allow The shop?");
    await allow(page);
    expect(await headingOf(page)).toBe("Returned");
    expect(codeOf(page)).not.toBe(first);
    await page.goBack();
    await decide(page, "Deny");
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
    expect(grants(flow)).toBe(2);
  });

  test("a ticket of another tab answers the request of that tab", async () => {
    const flow = await startFlow();
    const first = await openTab();
    await first.goto(flow.startUrl({ state: "first" }));
    const second = await first.context().newPage();
    await second.goto(flow.startUrl({ state: "second" }));
    const ticket = await first.locator("[name=ticket]").inputValue();
    await second.locator("[name=ticket]").evaluate((input, value) => {
      (input as HTMLInputElement).value = value;
    }, ticket);
    await allow(second);
    expect(new URL(second.url()).searchParams.get("state")).toBe("first");
    await allow(first);
    // The browser follows the result of the first submit. There is one code for the one ticket.
    expect([codeOf(first), grants(flow)]).toEqual([codeOf(second), 1]);
  });

  test("a client whose callback redirects to another site", async () => {
    const other = await listen(0);
    other.handle(() => Promise.resolve(createPage(200, "Other site", html``)));
    try {
      const flow = await startFlow();
      const target = other.origin.replace("127.0.0.1", "localhost");
      flow.handleClient(() => Promise.resolve(redirect(target)));
      const page = await openTab();
      await page.goto(flow.startUrl());
      await allow(page);
      expect(page.url()).toBe(`${target}/`);
    } finally {
      await other.close();
    }
  });

  test("with the keyboard alone", async () => {
    const flow = await startFlow();
    const page = await openTab();
    await page.goto(flow.startUrl());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Deny");
    await page.keyboard.press("Enter");
    await page.waitForURL(/error=access_denied/);
  });
});

describe("what the browser blocks", () => {
  const injected = `<script>document.title = "ran"</script>
    <img src="x" onerror="document.title = 'ran'"><p id="styled" style="color: red">x</p>
    <style>h1 { display: none }</style><base href="https://evil.example/">
    <form method="get" action="com.example.evil:/x" id="other"><button>Other</button></form>`;

  test("scripts, styles, images and bases that got into the page", async () => {
    const flow = await startFlow({
      change: async (response) => {
        const { status, headers } = response;
        const markup = (await response.text()).replace("</main>", `${injected}</main>`);
        return new Response(status === 303 ? null : markup, { status, headers });
      },
    });
    const page = await openTab();
    const loaded: string[] = [];
    page.on("response", (response) => loaded.push(response.url()));
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    await page.goto(flow.startUrl());
    expect(await page.title()).toBe("Allow The shop?");
    expect(await page.locator("h1").isVisible()).toBe(true);
    expect(await page.locator("#styled").evaluate((one) => getComputedStyle(one).color)).toBe(
      await page.locator("h1").evaluate((one) => getComputedStyle(one).color),
    );
    expect(loaded.filter((url) => url.includes("evil") || url.endsWith("/x"))).toEqual([]);
    const blocked = messages.join("\n");
    for (const directive of ["script-src", "style-src", "img-src", "base-uri"])
      expect(blocked).toContain(directive);
    await page.getByRole("button", { name: "Other" }).click({ noWaitAfter: true });
    await expect.poll(() => messages.join("\n"), { timeout: 15_000 }).toContain("form-action");
    expect(await headingOf(page)).toBe("Allow The shop?");
  });

  test("the page in a frame", async () => {
    const flow = await startFlow();
    const body = `<!doctype html><title>Frames</title><iframe src="${flow.startUrl().replaceAll("&", "&amp;")}"></iframe>`;
    const headers = { "content-type": "text/html" };
    flow.handleClient(() => Promise.resolve(new Response(body, { headers })));
    const page = await openTab();
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    await page.goto(flow.redirectUri);
    await expect.poll(() => messages.join("\n")).toMatch(/frame-ancestors|X-Frame-Options/);
    expect(await page.frameLocator("iframe").locator("button").count()).toBe(0);
  });

  test("a form of another site", async () => {
    const flow = await startFlow();
    const page = await openTab();
    await page.goto(flow.startUrl());
    const address = page.url();
    const ticket = await page.locator("[name=ticket]").inputValue();
    const body = `<!doctype html><title>Other</title><form method="post" action="${address.replaceAll("&", "&amp;")}">
      <input name="ticket" value="${ticket}"><button name="decision" value="allow">Win</button></form>`;
    const headers = { "content-type": "text/html" };
    flow.handleClient(() => Promise.resolve(new Response(body, { headers })));
    await page.goto(flow.redirectUri);
    await page.getByRole("button", { name: "Win" }).click();
    expect(await headingOf(page)).toBe("This page belongs to another session");
    expect(grants(flow)).toBe(0);
  });

  test("the opener of a popup has no hold of it", async () => {
    const flow = await startFlow();
    const page = await openTab();
    await page.goto(flow.redirectUri);
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.locator("h1").evaluate((_, url) => {
        window.open(url);
      }, flow.startUrl()),
    ]);
    await allow(popup);
    expect(await headingOf(popup)).toBe("Returned");
    expect(await popup.locator("h1").evaluate(() => window.opener === null)).toBe(true);
  });
});

describe("what the program can change", () => {
  test("the texts and their language", async () => {
    const flow = await startFlow({
      consent: {
        texts: {
          lang: "de",
          title: ({ clientName }) => `Darf <b>${clientName}</b> das?`,
          allow: "Erlauben",
          deny: "Ablehnen",
          problems: { "bad-request": ["Falscher Link", "Bitte neu beginnen."] },
        },
      },
    });
    const page = await openTab();
    await page.goto(flow.startUrl());
    expect(await headingOf(page)).toBe("Darf <b>The shop</b> das?");
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await page.goto(page.url().replace("client_id", "client"));
    expect(await headingOf(page)).toBe("Falscher Link");
    expect(await page.getByRole("alert").textContent()).toBe("Bitte neu beginnen.");
  });

  test("the colours, by CSS variables", async () => {
    const css = ":root { --consent-background: rgb(1, 2, 3) }";
    const flow = await startFlow({ consent: { page: { css } } });
    const page = await openTab();
    await page.goto(flow.startUrl());
    const color = page.locator("body").evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(await color).toBe("rgb(1, 2, 3)");
  });
});
