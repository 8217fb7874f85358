import { describe, expect, test, vi } from "vitest";
import type { GivenConsent } from "../../../src/consent/index.ts";
import { keyRules } from "../../../src/index.ts";
import {
  ann,
  createConsentBed,
  grants,
  open,
  openForTicket,
  pageUrl,
  redirectUri,
  submit,
} from "../../support/consent/consent-bed.ts";
import type { ConsentBed } from "../../support/consent/consent-bed.ts";
import { deferred } from "../../support/util/deferred.ts";
import { turns } from "../../support/util/turns.ts";

describe("the consent page", () => {
  test("grants a code that the client exchanges, for the user who allowed it", async () => {
    const bed = await createConsentBed();
    const start = `${bed.gateway.url}/orders/oauth/authorize/${new URL(pageUrl()).search}`;
    const { headers } = await bed.gateway.fetch(start, { redirect: "manual" });
    const address = headers.get("location") ?? "";
    const page = await open(bed, address);
    expect(page.status).toBe(200);
    const response = await submit(bed, await openForTicket(bed, address), "allow", {}, address);
    expect(response.status).toBe(303);
    const target = new URL(response.headers.get("location") ?? "");
    expect(target.origin + target.pathname).toBe(redirectUri);
    expect(target.searchParams.get("state")).toBe("xyz&<>");
    const { access_token } = await bed.tyk.raw.oauthToken(
      {
        path: { listenPath: "/orders/" },
        body: {
          grant_type: "authorization_code",
          code: target.searchParams.get("code") ?? "",
          redirect_uri: redirectUri,
        },
      },
      { headers: { authorization: `Basic ${btoa("shop:0123456789abcdef")}` } },
    );
    const { metaData } = await bed.tyk.tokens.inspect({ apiId: "orders", token: access_token });
    expect(metaData).toMatchObject({ user: "u1" });
  });

  test("grants a token in the fragment", async () => {
    const bed = await createConsentBed();
    const url = pageUrl({ response_type: "token", state: "abc" });
    const response = await submit(bed, await openForTicket(bed, url), "allow", {}, url);
    const location = response.headers.get("location") ?? "";
    expect(location).toMatch(/^https:\/\/shop\.example\/cb#.*access_token=/);
  });

  test.each([
    ["code", redirectUri, `${redirectUri}?error=access_denied&state=xyz%26%3C%3E`],
    ["code", `${redirectUri}?a=1`, `${redirectUri}?a=1&error=access_denied&state=xyz%26%3C%3E`],
    ["token", redirectUri, `${redirectUri}#error=access_denied&state=abc`],
  ])("returns a denial of a %s to %s", async (response_type, redirect_uri, location) => {
    const bed = await createConsentBed({}, { redirect_uri });
    const state = response_type === "token" ? { state: "abc" } : {};
    const url = pageUrl({ response_type, redirect_uri, ...state });
    const response = await submit(bed, await openForTicket(bed, url), "deny", {}, url);
    expect([response.status, response.headers.get("location")]).toEqual([303, location]);
    expect(grants(bed)).toBe(0);
  });

  test("sends an unknown user to the login, with a path and no address to return to", async () => {
    const bed = await createConsentBed();
    bed.user = undefined;
    for (const response of [await open(bed), await submitUnknown(bed)]) {
      const target = new URL(response.headers.get("location") ?? "");
      expect([response.status, target.origin + target.pathname]).toEqual([
        303,
        "https://login.example/login",
      ]);
      const { pathname, search } = new URL(pageUrl());
      expect(target.searchParams.get("return_to")).toBe(pathname + search);
    }
    expect(grants(bed)).toBe(0);
  });

  test("a second submit gets the same code, and no second one", async () => {
    const bed = await createConsentBed();
    const ticket = await openForTicket(bed);
    const responses = await Promise.all([submit(bed, ticket), submit(bed, ticket)]);
    responses.push(await submit(bed, ticket));
    expect(new Set(responses.map(({ headers }) => headers.get("location"))).size).toBe(1);
    expect(grants(bed)).toBe(1);
  });

  test("a second submit gets the failure of the first, and a later one is made anew", async () => {
    const waiting = deferred<boolean>();
    const use = vi.fn(() => true).mockReturnValueOnce(waiting.promise as never);
    const apiId = vi.fn(() => "orders");
    const bed = await createConsentBed({ tickets: { use }, apiId });
    const ticket = await openForTicket(bed);
    const first = submit(bed, ticket);
    while (use.mock.calls.length === 0) await turns(1);
    apiId.mockClear();
    const second = submit(bed, ticket);
    // The last thing that is read before the decision.
    while (apiId.mock.calls.length === 0) await turns(1);
    await turns(1);
    waiting.reject(new Error("the store is down"));
    expect([(await first).status, (await second).status]).toEqual([503, 503]);
    expect([(await submit(bed, ticket)).status, use.mock.calls.length]).toEqual([303, 2]);
  });

  test("a second submit is decided by itself if the first never ends", async () => {
    vi.useFakeTimers();
    try {
      // As on Cloudflare Workers after the browser has left.
      const pending = new Promise<never>(() => undefined);
      const use = vi.fn(() => true).mockReturnValueOnce(pending as never);
      const bed = await createConsentBed({ tickets: { use } });
      const ticket = await openForTicket(bed);
      void submit(bed, ticket);
      while (use.mock.calls.length === 0) await turns(1);
      const second = submit(bed, ticket);
      while (vi.getTimerCount() === 0) await turns(1);
      await vi.advanceTimersByTimeAsync(10_100);
      expect([(await second).status, grants(bed)]).toEqual([303, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a ticket works once, also after its result is forgotten and for the other decision", async () => {
    vi.useFakeTimers();
    try {
      const bed = await createConsentBed();
      const ticket = await openForTicket(bed);
      await submit(bed, ticket);
      expect((await submit(bed, ticket, "deny")).status).toBe(409);
      await vi.advanceTimersByTimeAsync(10_001);
      expect((await submit(bed, ticket)).status).toBe(409);
      expect(grants(bed)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a shared store of tickets decides", async () => {
    const use = vi.fn(() => Promise.resolve(false));
    const bed = await createConsentBed({ tickets: { use } });
    expect((await submit(bed, await openForTicket(bed))).status).toBe(409);
    expect(use).toHaveBeenCalledWith(expect.any(String), expect.any(Number));
  });

  test("a remembered consent is granted without the page, and a new one is remembered", async () => {
    const given: GivenConsent[] = [];
    const remember = {
      has: (consent: GivenConsent) =>
        given.some((one) => JSON.stringify(one) === JSON.stringify(consent)),
      add: (consent: GivenConsent) => given.push(consent),
    };
    const bed = await createConsentBed({ remember });
    await submit(bed, await openForTicket(bed), "deny");
    expect(given).toEqual([]);
    await submit(bed, await openForTicket(bed));
    expect(given).toEqual([{ userId: "u1", apiId: "orders", clientId: "shop", redirectUri }]);
    const response = await open(bed);
    expect(response.headers.get("location")).toMatch(/^https:\/\/shop\.example\/cb\?.*code=/);
    bed.user = { id: "u2" };
    expect((await open(bed)).status).toBe(200);
  });

  test("key rules replace the policy", async () => {
    const { tyk } = await createConsentBed();
    const { org_id: orgId = "" } = await tyk.apis.get({ apiId: "orders" });
    const bed = await createConsentBed({
      keyRules: ({ user, clientName }) =>
        keyRules({ orgId, policies: ["gold"], metaData: { owner: user.id, clientName } }),
    });
    const url = pageUrl({ response_type: "token", state: "abc" });
    const response = await submit(bed, await openForTicket(bed, url), "allow", {}, url);
    const { hash } = new URL(response.headers.get("location") ?? "");
    const token = new URLSearchParams(hash.slice(1)).get("access_token") ?? "";
    const { metaData } = await bed.tyk.tokens.inspect({ apiId: "orders", token });
    expect(metaData).toMatchObject({ owner: "u1", clientName: "Shop web front" });
  });

  test("the id of the API can come from elsewhere", async () => {
    const apiId = (request: Request): string | undefined =>
      request.headers.get("x-api") ?? undefined;
    const bed = await createConsentBed({ apiId });
    expect((await open(bed)).status).toBe(400);
    const request = new Request(pageUrl(), { headers: { "x-api": "orders" } });
    expect((await bed.consent.fetch(request)).status).toBe(200);
  });

  test("two tabs of one user are independent", async () => {
    const bed = await createConsentBed();
    const [first, second] = [await openForTicket(bed), await openForTicket(bed)];
    expect((await submit(bed, second)).status).toBe(303);
    expect((await submit(bed, first)).status).toBe(303);
    expect(grants(bed)).toBe(2);
    expect(bed.user).toBe(ann);
  });
});

async function submitUnknown(bed: ConsentBed): Promise<Response> {
  bed.user = ann;
  const ticket = await openForTicket(bed);
  bed.user = undefined;
  return submit(bed, ticket);
}
