import { afterAll, describe, expect, test } from "vitest";
import { clientSecret, setUpFixture } from "../support/docs/example-fixture.ts";
import { start } from "../support/docs/script.ts";
import type { Running } from "../support/docs/script.ts";
import { leaks, secretsInRequests } from "../support/docs/secrets.ts";

describe("the consent page of clients-authorize.ts", () => {
  const running: Running[] = [];
  afterAll(async () => {
    for (const page of running) page.process.kill("SIGKILL");
    await Promise.all(running.map(({ ended }) => ended));
  });

  async function consentPage(env: Record<string, string>): Promise<{ page: Running; url: string }> {
    const page = start("examples/clients-authorize.ts", ["orders", "0"], { env });
    running.push(page);
    const printed = await page.outputMatching(/login\n/);
    return { page, url: /http:\S+/.exec(printed)?.[0] ?? "" };
  }

  const query = (redirectUri: string): string =>
    new URLSearchParams({
      response_type: "code",
      client_id: "shop-web",
      redirect_uri: redirectUri,
      state: "xyz",
    }).toString();

  function answer(url: string, html: string, yes: "yes" | "no"): Promise<Response> {
    const ticket = /name="ticket" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const body = new URLSearchParams({ ticket, answer: yes });
    return fetch(url, { method: "POST", body, redirect: "manual" });
  }

  test("sends the browser back with a code after the user agreed", async () => {
    const { env, gateway, tyk } = await setUpFixture();
    const { page, url } = await consentPage(env);
    const html = await (await fetch(`${url}?${query("https://shop.example/cb")}`)).text();
    expect(html).toContain("Allow Shop &#60;web&#62; front to use orders on your behalf?");

    const agreed = await answer(url, html, "yes");
    expect(agreed.status).toBe(303);
    const target = new URL(agreed.headers.get("location") ?? "");
    expect(`${target.origin}${target.pathname}`).toBe("https://shop.example/cb");
    expect(target.searchParams.get("state")).toBe("xyz");
    const code = target.searchParams.get("code") ?? "";
    const { access_token } = await tyk.raw.oauthToken(
      {
        path: { listenPath: "/orders/" },
        body: { grant_type: "authorization_code", code, redirect_uri: "https://shop.example/cb" },
      },
      { headers: { authorization: `Basic ${btoa(`shop-web:${clientSecret}`)}` } },
    );
    const session = await tyk.raw.getKey({
      path: { keyID: access_token },
      query: { api_id: "orders" },
    });
    expect(session).toMatchObject({ apply_policies: ["gold"], meta_data: { user: "u1" } });

    // The same ticket does not work twice, and no ticket does not work at all.
    expect((await answer(url, html, "yes")).status).toBe(400);
    expect((await answer(url, "", "yes")).status).toBe(400);

    page.process.kill("SIGTERM");
    const { exitCode, output } = await page.ended;
    expect(exitCode).toBe(0);
    expect(leaks(output, [...secretsInRequests(gateway), clientSecret, code])).toEqual([]);
  });

  test("refuses unknown clients and redirect URIs, and lets the user refuse", async () => {
    const { env, gateway } = await setUpFixture();
    const { page, url } = await consentPage(env);
    const longer = await fetch(`${url}?${query("https://shop.example/cb.attacker.example/")}`);
    expect(longer.status).toBe(400);
    const unknown = await fetch(`${url}?response_type=code&client_id=nobody`);
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toBe("Unknown client.");

    const html = await (await fetch(`${url}?${query("https://shop.example/cb")}`)).text();
    const refused = await answer(url, html, "no");
    expect(refused.headers.get("location")).toBe(
      "https://shop.example/cb?error=access_denied&state=xyz",
    );

    gateway.fail({ operation: "getOAuthClient" }, { status: 500, body: "" }, Infinity);
    const broken = await fetch(`${url}?${query("https://shop.example/cb")}`);
    expect(broken.status).toBe(502);
    page.process.kill("SIGINT");
    expect((await page.ended).exitCode).toBe(0);
  });
});
