import { describe, expect, test, vi } from "vitest";
import { createConsent } from "../../../src/consent/index.ts";
import {
  ann,
  createConsentBed,
  grants,
  open,
  openForTicket,
  pageUrl,
  redirectUri,
  signingKey,
  submit,
} from "../../support/consent/consent-bed.ts";

describe("a wrong request is a page, and never a redirect", () => {
  test.each<[string, string]>([
    ["another site", pageUrl({ redirect_uri: "https://evil.example/cb" })],
    ["a longer path, which the gateway accepts", pageUrl({ redirect_uri: `${redirectUri}-evil` })],
    ["a javascript: URI", pageUrl({ redirect_uri: "javascript:alert(1)" })],
    ["no redirect URI", pageUrl({ redirect_uri: undefined })],
    ["an unknown client", pageUrl({ client_id: "nobody" })],
    ["a client id with a slash", pageUrl({ client_id: "../x" })],
    ["an unknown response type", pageUrl({ response_type: "id_token" })],
    ["two redirect URIs", `${pageUrl()}&redirect_uri=https%3A%2F%2Fevil.example`],
    ["two clients", `${pageUrl()}&client_id=other`],
    ["an unknown API", pageUrl().replace("/orders?", "/nothing?")],
    ["a broken path", pageUrl().replace("/orders?", "/%E0%A4%A?")],
  ])("%s", async (_, url) => {
    const bed = await createConsentBed();
    const response = await open(bed, url);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(await response.text()).not.toContain("evil");
    expect(grants(bed)).toBe(0);
  });
});

describe("a form is refused", () => {
  test.each<[string, (ticket: string) => string]>([
    ["without a ticket", () => ""],
    ["with a forged signature", (ticket) => `${ticket.split(".")[0] ?? ""}.AAAA`],
    ["with a changed ticket", (ticket) => changeTicket(ticket)],
    ["with a third part", (ticket) => `${ticket}.x`],
    ["with other characters", (ticket) => `${ticket}=`],
  ])("%s", async (_, change) => {
    const bed = await createConsentBed();
    const response = await submit(bed, change(await openForTicket(bed)));
    expect([response.status, grants(bed)]).toEqual([400, 0]);
  });

  test("with a ticket that another key signed", async () => {
    const [bed, other] = [
      await createConsentBed(),
      await createConsentBed({ signingKey: "another key of thirty-two bytes!!" }),
    ];
    expect((await submit(bed, await openForTicket(other))).status).toBe(400);
  });

  test.each([
    ["another user", { id: "u2", sessionId: "s1" }],
    ["another session", { id: "u1", sessionId: "s2" }],
    ["a session without an id", { id: "u1" }],
  ])("of %s", async (_, user) => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    bed.user = user;
    expect([(await submit(bed, ticket)).status, grants(bed)]).toEqual([403, 0]);
  });

  test.each(["cross-site", "same-site"])("that a %s page sent", async (site) => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    const response = await submit(bed, ticket, "allow", { "sec-fetch-site": site });
    expect([response.status, grants(bed)]).toEqual([403, 0]);
    expect((await submit(bed, ticket, "allow", { "sec-fetch-site": "same-origin" })).status).toBe(
      303,
    );
  });

  test("that is older than ten minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const bed = await createConsentBed();
      const ticket = await openForTicket(bed);
      vi.setSystemTime(Date.now() + 599_000);
      const young = await submit(bed, ticket);
      expect(young.status).toBe(303);
      const old = await openForTicket(bed);
      vi.setSystemTime(Date.now() + 600_001);
      const response = await submit(bed, old);
      expect([response.status, grants(bed)]).toEqual([400, 1]);
      expect(await response.text()).toContain("expired");
    } finally {
      vi.useRealTimers();
    }
  });

  test("of another API's page", async () => {
    const bed = await createConsentBed();
    const url = pageUrl().replace("/orders?", "/billing?");
    expect((await submit(bed, await openForTicket(bed), "allow", {}, url)).status).toBe(400);
  });

  test.each<[string, RequestInit]>([
    ["of another type", { body: "{}", headers: { "content-type": "application/json" } }],
    ["that is too large", { body: new URLSearchParams({ ticket: "x".repeat(70_000) }) }],
    ["without a body", {}],
    ["without a decision", { body: new URLSearchParams({ ticket: "x" }) }],
  ])("%s", async (_, init) => {
    const bed = await createConsentBed();
    const request = new Request(pageUrl(), { method: "POST", ...init });
    expect((await bed.consent.fetch(request)).status).toBe(400);
  });

  test("if the client lost its redirect URI while the page was open", async () => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    const path = { apiID: "orders", keyName: "shop" };
    await bed.raw.updateOAuthClient({
      path,
      body: { redirect_uri: "https://new.example/", policy_id: "gold" },
    });
    const response = await submit(bed, ticket);
    expect([response.status, response.headers.get("location"), grants(bed)]).toEqual([
      400,
      null,
      0,
    ]);
  });
});

describe("what a page shows", () => {
  test("escapes everything that comes from outside", async () => {
    const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    const bed = await createConsentBed({}, { description: hostile });
    bed.user = { id: "u1", name: hostile };
    const markup = await (await open(bed)).text();
    expect(markup).not.toContain("<script");
    expect(markup).not.toContain("<img");
    expect(markup).toContain("&#60;script&#62;");
  });

  test("has a policy without scripts and frames, is not stored, and sends no referrer", async () => {
    const { headers } = await open(await createConsentBed());
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  });

  test("a host cannot add directives to the policy", async () => {
    const redirect_uri = "https://a;script-src *.example/cb".replace(" ", "");
    const bed = await createConsentBed({}, { redirect_uri });
    const { headers } = await open(bed, pageUrl({ redirect_uri }));
    expect(headers.get("content-security-policy") ?? "").not.toContain("script-src");
  });

  test("has no secret, also if the gateway fails", async () => {
    const bed = await createConsentBed();
    bed.gateway.fail({}, { status: 500, body: `${bed.gateway.secret} 0123456789abcdef` }, 50);
    const response = await open(bed);
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(text + JSON.stringify(bed.errors)).not.toContain(bed.gateway.secret);
    expect(text).not.toContain("0123456789abcdef");
    expect(bed.errors).toHaveLength(1);
  });

  test("is a page even if a function of the program throws", async () => {
    const fail = (): never => {
      throw new Error("secret-of-the-program");
    };
    for (const options of [{ user: fail }, { apiId: fail }, { onError: fail, user: fail }]) {
      const response = await open(await createConsentBed(options));
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain("secret-of-the-program");
    }
  });

  test("can have other texts and colours, and other CSS cannot end its style", async () => {
    const css = "h1 { color: red } </style><script>alert(1)</script>";
    const texts = { lang: "de", allow: "Erlauben", title: () => "Darf <b>Shop</b>?" };
    const markup = await (await open(await createConsentBed({ texts, page: { css } }))).text();
    expect(markup).toContain('lang="de"');
    expect(markup).toContain("Erlauben");
    expect(markup).toContain("&#60;b&#62;Shop");
    expect(markup.match(/<\/style/g)).toHaveLength(1);
  });

  test("other methods are refused", async () => {
    const bed = await createConsentBed();
    const response = await bed.consent.fetch(new Request(pageUrl(), { method: "PUT" }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
  });
});

describe("createConsent refuses", () => {
  test.each<[string, object]>([
    ["a short key", { signingKey: "short" }],
    ["no key", { signingKey: [] }],
    ["a short key in a list", { signingKey: [signingKey, "short"] }],
    ["no client", { tyk: undefined }],
    ["no user function", { user: undefined }],
    ["a relative login", { loginUrl: "/login" }],
    ["a login that browsers run", { loginUrl: "javascript:alert(1)" }],
    ["an unknown option", { signingkey: signingKey }],
    ["a store without methods", { remember: {} }],
    ["a store of tickets without methods", { tickets: {} }],
  ])("%s", async (_, options) => {
    const { tyk } = await createConsentBed();
    const all = { tyk, signingKey, user: () => ann, loginUrl: "https://a.example/", ...options };
    expect(() => createConsent(all as never)).toThrow(/^createConsent: /);
  });

  test("nothing of a key that was rotated: old pages stay valid", async () => {
    const old = await createConsentBed();
    const ticket = await openForTicket(old);
    const next = "another key of thirty-two bytes!!";
    const consent = createConsent({
      tyk: old.tyk,
      signingKey: [next, signingKey],
      user: () => ann,
      loginUrl: "https://login.example/",
    });
    const body = new URLSearchParams({ ticket, decision: "allow" });
    const response = await consent.fetch(new Request(pageUrl(), { method: "POST", body }));
    expect(response.status).toBe(303);
  });
});

/** Changes the redirect URI in a ticket, and keeps its signature. */
function changeTicket(ticket: string): string {
  const [payload = "", signature = ""] = ticket.split(".");
  const json = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  const changed = btoa(json.replace("shop.example", "evil.example"));
  const url = changed.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${url}.${signature}`;
}
