import type { Page } from "playwright-core";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startExample } from "../../examples/consent/start-example.ts";
import type { Example } from "../../examples/consent/start-example.ts";
import { decide, headingOf, openTab, useBrowser } from "./support/browser.ts";
import { grants } from "./support/consent-flow.ts";

useBrowser();

let example: Example;

beforeEach(async () => {
  example = await startExample();
  return () => example.close();
});

/** Goes from the shop to the login, and signs in. The consent page is then open, unless the consent is remembered. */
async function connect(page: Page, user: string): Promise<void> {
  await page.goto(example.shopUrl);
  await page.getByRole("link", { name: "Show my orders" }).click();
  await signIn(page, user);
}

async function signIn(page: Page, user: string): Promise<void> {
  await page.getByLabel("User name").fill(user);
  await page.getByRole("button", { name: "Sign in" }).click();
}

function allow(page: Page): Promise<void> {
  return decide(page, "Allow");
}

/** Requests the API with the token that the gateway issued last. */
async function callApi(): Promise<number> {
  const token = example.gateway.notifications.at(-1)?.body.new_oauth_token ?? "";
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${example.gatewayUrl}/orders/list`, { headers })).status;
}

describe("the example", () => {
  test.each([true, false])("allow, refresh and disconnect, with JavaScript: %s", async (js) => {
    const page = await openTab({ javaScriptEnabled: js });
    await connect(page, "ann");
    expect(await headingOf(page)).toBe("Allow The shop?");
    expect(await page.locator("main").textContent()).toContain("You are signed in as ann.");
    await allow(page);
    expect(await headingOf(page)).toBe("Your orders");
    expect(await page.locator("li").allTextContents()).toEqual(["1 bicycle", "2 lamps"]);
    await page.getByRole("button", { name: "Refresh the token" }).click();
    expect(await headingOf(page)).toBe("Your orders");
    expect(await callApi()).toBe(200);

    await page.goto(example.loginUrl);
    await expect
      .poll(() => eventsOf(page))
      .toEqual(["A new token of ann", "A refreshed token of ann"]);

    await page.goto(example.shopUrl);
    await page.getByRole("button", { name: "Disconnect" }).click();
    expect(await headingOf(page)).toBe("Shop");
    expect(await callApi()).toBe(403);
    expect(grants(example)).toBe(1);
  });

  test("a consent is remembered until the user removes the access", async () => {
    const page = await openTab();
    await connect(page, "ann");
    await allow(page);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("link", { name: "Show my orders" }).click();
    expect(await headingOf(page)).toBe("Your orders");
    expect(await callApi()).toBe(200);

    await page.goto(example.loginUrl);
    await page.getByRole("button", { name: "Remove all access" }).click();
    expect(await headingOf(page)).toBe("Access removed");
    expect(await callApi()).toBe(403);

    await page.goto(example.shopUrl);
    expect(await page.locator("main").textContent()).toContain("The access has ended.");
    await page.getByRole("link", { name: "Show my orders" }).click();
    expect(await headingOf(page)).toBe("Allow The shop?");
  });

  test("deny", async () => {
    const page = await openTab();
    await connect(page, "ann");
    await decide(page, "Deny");
    expect(await page.getByRole("alert").textContent()).toBe(
      "You did not allow the shop to see your orders.",
    );
    expect(grants(example)).toBe(0);
  });

  test("an expired ticket", async () => {
    const page = await openTab();
    await connect(page, "ann");
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    vi.setSystemTime(Date.now() + 600_001);
    await allow(page);
    expect(await headingOf(page)).toBe("This page has expired");
    expect(grants(example)).toBe(0);
  });

  test.each(["bob", "ann"])("a ticket of the session before %s signed in", async (user) => {
    const page = await openTab();
    await connect(page, "ann");
    const other = await page.context().newPage();
    await other.goto(example.loginUrl);
    await other.getByRole("button", { name: "Sign out" }).click();
    await signIn(other, user);
    await allow(page);
    expect(await headingOf(page)).toBe("This page belongs to another session");
    expect(grants(example)).toBe(0);
  });

  test("a user who signs out between signs in again, and decides then", async () => {
    const page = await openTab();
    await connect(page, "ann");
    const other = await page.context().newPage();
    await other.goto(example.loginUrl);
    await other.getByRole("button", { name: "Sign out" }).click();
    await allow(page);
    expect(await headingOf(page)).toBe("Sign in");
    expect(grants(example)).toBe(0);
    await signIn(page, "ann");
    expect(await headingOf(page)).toBe("Allow The shop?");
    await allow(page);
    expect(await headingOf(page)).toBe("Your orders");
  });

  test("a forged state", async () => {
    const page = await openTab();
    await connect(page, "ann");
    const callback = `${example.shopUrl}/callback?code=of-the-attacker&state=`;
    for (const state of ["forged", ""]) {
      await page.goto(callback + state);
      expect(await headingOf(page)).toBe("Not signed in");
    }
    const victim = await openTab();
    await victim.goto(`${callback}forged`);
    expect(await victim.getByRole("alert").textContent()).toBe(
      "This browser did not start the sign-in.",
    );
  });

  test.each([
    ["a longer path, which the gateway accepts", (uri: string) => `${uri}-evil`],
    ["other letters", (uri: string) => uri.replace("http:", "HTTP:")],
    ["another site", () => "https://evil.example/callback"],
    ["a script", () => "javascript:alert(1)"],
  ])("a hostile redirect URI: %s", async (_, change) => {
    const page = await openTab();
    await connect(page, "ann");
    const url = new URL(page.url());
    const visited: string[] = [];
    page.on("framenavigated", (frame) => visited.push(frame.url()));
    url.searchParams.set("redirect_uri", change(url.searchParams.get("redirect_uri") ?? ""));
    await page.goto(url.href);
    expect(await headingOf(page)).toBe("This link does not work");
    expect(visited).toEqual([url.href]);
  });

  test("a gateway that is down", async () => {
    const page = await openTab();
    await connect(page, "ann");
    const outage = example.gateway.fail({}, { status: 503, body: "" }, Infinity);
    await allow(page);
    expect(await headingOf(page)).toBe("This is not possible at the moment");
    await page.reload();
    expect(await headingOf(page)).toBe("This is not possible at the moment");
    outage.remove();
    // The browser sends the form again.
    await page.reload();
    expect(await headingOf(page)).toBe("Your orders");
  });
});

async function eventsOf(page: Page): Promise<string[]> {
  await page.reload();
  return page.locator("h2", { hasText: "Notifications" }).locator("+ ul > li").allTextContents();
}
