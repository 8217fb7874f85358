import { describe, expect, test, vi } from "vitest";
import {
  createConsentBed,
  grants,
  open,
  openForTicket,
  pageUrl,
  redirectUri,
  signingKey,
  submit,
} from "../../support/consent/consent-bed.ts";
import type { ConsentBed } from "../../support/consent/consent-bed.ts";

const remember = { has: () => true, add: () => undefined };

/** Sends a form that a browser of the page would not send. */
function submitForm(bed: ConsentBed, form: string): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return bed.consent.fetch(new Request(pageUrl(), { method: "POST", body: form, headers }));
}

describe("return_to is a path of the page's own site", () => {
  test.each(["//evil.example/orders", "///evil.example/orders", String.raw`/\evil.example/orders`])(
    "for %s",
    async (path) => {
      const bed = await createConsentBed();
      bed.user = undefined;
      const url = `https://login.example${path}${new URL(pageUrl()).search}`;
      const { headers } = await open(bed, url);
      const target = new URL(headers.get("location") ?? "");
      const returnTo = target.searchParams.get("return_to") ?? "";
      expect(new URL(returnTo, "https://login.example/").host).toBe("login.example");
      expect(returnTo).toContain("client_id=shop");
    },
  );
});

describe("the browser never goes to a redirect URI that the client has no more", () => {
  test.each(["allow", "deny"])("after %s", async (decision) => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    await bed.raw.updateOAuthClient({
      path: { apiID: "orders", keyName: "shop" },
      body: { redirect_uri: "https://new.example/", policy_id: "gold" },
    });
    const response = await submit(bed, ticket, decision);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "https://shop.example/cb#x"])(
    "if a gateway has the client with %s",
    async (redirect_uri) => {
      const bed = await createConsentBed({}, { redirect_uri });
      const response = await open(bed, pageUrl({ redirect_uri }));
      expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    },
  );

  test.each(["HTTPS://shop.example/cb", "https://SHOP.example/cb", "https://shop.example/CB"])(
    "in other letters: %s",
    async (redirect_uri) => {
      const response = await open(await createConsentBed(), pageUrl({ redirect_uri }));
      expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    },
  );
});

describe("a page that failed can be submitted again", () => {
  test.each(["allow", "deny"])("if the gateway was down: %s", async (decision) => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    const outage = bed.gateway.fail({}, { status: 503, body: "" }, Infinity);
    expect((await submit(bed, ticket, decision)).status).toBe(503);
    outage.remove();
    expect((await submit(bed, ticket, decision)).status).toBe(303);
  });

  test("if the store of tickets was down", async () => {
    const use = vi.fn(() => Promise.resolve(true)).mockRejectedValueOnce(new Error("down"));
    const bed = await createConsentBed({ tickets: { use } });
    const ticket = await openForTicket(bed);
    expect((await submit(bed, ticket)).status).toBe(503);
    expect((await submit(bed, ticket)).status).toBe(303);
  });

  test("but not if the grant itself failed: it may have had an effect", async () => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    bed.gateway.fail({ operation: "authorizeClient" }, "applied-then-drop", Infinity);
    expect((await submit(bed, ticket)).status).toBe(503);
    expect((await submit(bed, ticket)).status).toBe(409);
  });
});

describe("a form is refused", () => {
  test.each<[string, (ticket: string) => string]>([
    ["with two decisions", (ticket) => `ticket=${ticket}&decision=deny&decision=allow`],
    ["with two tickets", (ticket) => `ticket=${ticket}&ticket=x&decision=allow`],
  ])("%s", async (_, form) => {
    const bed = await createConsentBed();
    const response = await submitForm(bed, form(await openForTicket(bed)));
    expect([response.status, grants(bed)]).toEqual([400, 0]);
  });

  test.each(["text/plain", "multipart/form-data; boundary=x", "application/json", ""])(
    "with the type %j",
    async (type) => {
      const bed = await createConsentBed();
      const body = `ticket=${await openForTicket(bed)}&decision=allow`;
      const headers: [string, string][] = type === "" ? [] : [["content-type", type]];
      const request = new Request(pageUrl(), { method: "POST", body, headers });
      expect([(await bed.consent.fetch(request)).status, grants(bed)]).toEqual([400, 0]);
    },
  );

  test("replayed at the same time by many requests: one code", async () => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    const decisions = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? "allow" : "deny"));
    await Promise.all(decisions.map((decision) => submit(bed, ticket, decision)));
    expect(grants(bed)).toBe(1);
  });
});

describe("other methods grant nothing, also for a remembered consent", () => {
  test.each(["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])("%s", async (method) => {
    const bed = await createConsentBed({ remember });
    const response = await bed.consent.fetch(new Request(pageUrl(), { method }));
    expect([response.status, response.headers.get("location"), grants(bed)]).toEqual([
      405,
      null,
      0,
    ]);
  });
});

describe("long and odd parameters", () => {
  test("a request that is too long for the form is refused before the page is shown", async () => {
    const bed = await createConsentBed();
    expect((await open(bed, pageUrl({ state: "x".repeat(60_000) }))).status).toBe(400);
    const long = pageUrl({ state: "x".repeat(40_000) });
    const response = await submit(bed, await openForTicket(bed, long), "deny", {}, long);
    expect(response.headers.get("location")).toHaveLength(redirectUri.length + 40_027);
  });

  test.each(["allow", "deny"])("a state cannot add headers: %s", async (decision) => {
    const state = "a\r\nset-cookie: b=c\r\n\r\n<script>";
    const bed = await createConsentBed();
    const url = pageUrl({ state });
    const { headers } = await submit(bed, await openForTicket(bed, url), decision, {}, url);
    expect(headers.has("set-cookie")).toBe(false);
    expect(new URL(headers.get("location") ?? "").searchParams.get("state")).toBe(state);
  });

  test.each(["allow", "deny"])("a redirect URI with other letters works: %s", async (decision) => {
    const redirect_uri = "https://shop.example/日本/é";
    const bed = await createConsentBed({}, { redirect_uri });
    const url = pageUrl({ redirect_uri });
    const response = await submit(bed, await openForTicket(bed, url), decision, {}, url);
    expect(response.headers.get("location")).toMatch(
      /^https:\/\/shop\.example\/%E6%97%A5%E6%9C%AC\/%C3%A9\?/,
    );
  });

  test("a name cannot turn the direction of the text around it", async () => {
    const bed = await createConsentBed({}, { description: "shop\u202Egro.live\u2066\u0007" });
    bed.user = { id: "u1", name: "Ann\u202E" };
    const markup = await (await open(bed)).text();
    expect(markup).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(markup).toContain("shopgro.live");
  });
});

describe("browsers follow the redirect of the form, and what follows it", () => {
  test.each([
    ["https://shop.example/cb", "https:"],
    ["http://[::1]:8080/cb", "http: https:"],
    ["com.example.shop:/cb", "com.example.shop: https:"],
  ])("for %s", async (redirect_uri, schemes) => {
    const bed = await createConsentBed({}, { redirect_uri });
    const { headers } = await open(bed, pageUrl({ redirect_uri }));
    const policy = headers.get("content-security-policy") ?? "";
    expect(/form-action [^;]*/.exec(policy)?.[0]).toBe(`form-action 'self' ${schemes}`);
  });
});

describe("the user of the program", () => {
  test.each([{}, { id: "" }, { id: 7 }, "u1", { id: undefined, name: "Ann" }])(
    "is refused without an id: %j",
    async (user) => {
      const bed = await createConsentBed();
      const ticket = await openForTicket(bed);
      bed.user = user as never;
      for (const response of [await open(bed), await submit(bed, ticket)])
        expect([response.status, response.headers.get("location")]).toEqual([503, null]);
      expect(bed.errors.map(String).join()).toMatch(/user must return/);
      expect(grants(bed)).toBe(0);
    },
  );

  test("is unknown if it is null, as a database may return", async () => {
    const bed = await createConsentBed();
    bed.user = null as never;
    expect((await open(bed)).headers.get("location")).toMatch(/^https:\/\/login\.example\/login/);
  });

  test("returns to the client even if the consent cannot be remembered", async () => {
    const add = vi.fn(() => Promise.reject(new Error("down")));
    const bed = await createConsentBed({ remember: { has: () => false, add } });
    const response = await submit(bed, await openForTicket(bed));
    expect(response.headers.get("location")).toMatch(/^https:\/\/shop\.example\/cb\?.*code=/);
    expect([bed.errors.length, add.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("texts", () => {
  test.each<[string, object]>([
    ["an unknown name", { texts: { titel: () => "" } }],
    ["a title that is no function", { texts: { title: "Allow?" } }],
    ["a button that is no string", { texts: { allow: 1 } }],
    ["an unknown problem", { texts: { problems: { expird: ["", ""] } } }],
    ["a problem without advice", { texts: { problems: { expired: ["Expired"] } } }],
    ["CSS that is no string", { page: { css: 1 } }],
    ["an unknown name of the page", { page: { style: "" } }],
  ])("createConsent refuses %s", async (_, options) => {
    await expect(createConsentBed({ signingKey, ...options })).rejects.toThrow(/^createConsent: /);
  });

  test("that are undefined stay English", async () => {
    const texts = { title: undefined, problems: { method: undefined, used: ["A", "B"] } };
    const bed = await createConsentBed({ texts: texts as never });
    expect(await (await open(bed)).text()).toContain("Allow Shop web front?");
    const response = await bed.consent.fetch(new Request(pageUrl(), { method: "PUT" }));
    expect(await response.text()).toContain("cannot be used this way");
  });

  test("that throw lead to a page", async () => {
    const fail = (): never => {
      throw new Error("secret-of-the-program");
    };
    const response = await open(await createConsentBed({ texts: { request: fail } }));
    expect(response.status).toBe(503);
  });
});
