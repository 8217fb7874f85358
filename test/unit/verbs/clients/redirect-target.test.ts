import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redirectTargetProblem } from "../../../../src/verbs/clients/redirect-target.ts";

const cb = "https://shop.example/cb";
const elsewhere = "the gateway returned a redirect_to that is not the requested redirect URI";
const otherState = "the gateway returned another state";
const notCarried =
  "the gateway returned a redirect_to without the code, token or state that it granted";
const lacks = "the gateway returned a redirect_to without the query of the requested redirect URI";
const nowhere = "the gateway returned a redirect_to that is not a URL";

describe("a response with a code", () => {
  test.each([
    [cb, `${cb}?code=c0de`],
    ["https://shop.example", "https://shop.example/?code=c0de"],
    ["HTTPS://Shop.Example:443/cb", `${cb}?code=c0de`],
    [`${cb}?tenant=a`, `${cb}?code=c0de&tenant=a`],
    [`${cb}?tenant=a&tenant=b&flag`, `${cb}?code=c0de&flag=&tenant=a&tenant=b`],
    [`${cb}/ü`, `${cb}/%C3%BC?code=c0de`],
    [`${cb}/%7euser`, `${cb}/~user?code=c0de`],
    ["app.shop:/cb", "app.shop:/cb?code=c0de"],
    ["com.shop.app://cb", "com.shop.app://cb?code=c0de"],
    [`${cb}/%zz`, `${cb}/%zz?code=c0de`],
  ])("for %s may lead to %s", (redirectUri, redirect_to) => {
    expect(
      redirectTargetProblem({ redirect_to, code: "c0de" }, redirectUri, undefined),
    ).toBeUndefined();
  });

  test.each([
    [`https://evil.example/cb?code=c0de`, elsewhere],
    [`https://shop.example.evil.example/cb?code=c0de`, elsewhere],
    [`https://shop.example@evil.example/cb?code=c0de`, elsewhere],
    [`https://shop.example:8443/cb?code=c0de`, elsewhere],
    [`http://shop.example/cb?code=c0de`, elsewhere],
    [`https://shop.example/?code=c0de`, elsewhere],
    [`https://shop.example/cb/?code=c0de`, elsewhere],
    [`https://shop.example/cb-other?code=c0de`, elsewhere],
    [`https://shop.example/CB?code=c0de`, elsewhere],
    [`https://shop.example/%zz?code=c0de`, elsewhere],
    [`app.shop:/cb?code=c0de`, elsewhere],
    [`javascript:alert(1)?code=c0de`, elsewhere],
    [cb, notCarried],
    [`${cb}?code=other`, notCarried],
    [`${cb}?code=`, notCarried],
    [`${cb}#code=c0de`, notCarried],
    [`${cb}?code=other&code=c0de`, notCarried],
    ["/cb?code=c0de", nowhere],
    ["", nowhere],
  ])("is rejected if it leads to %s: %s", (redirect_to, why) => {
    expect(redirectTargetProblem({ redirect_to, code: "c0de" }, cb, undefined)).toBe(why);
  });

  test("must keep the query of the requested address", () => {
    const asked = `${cb}?tenant=a&tenant=b`;
    const why = (redirect_to: string): string | undefined =>
      redirectTargetProblem({ redirect_to, code: "c0de" }, asked, undefined);
    expect(why(`${cb}?tenant=a&tenant=b&code=c0de`)).toBeUndefined();
    expect(why(`${cb}?code=c0de`)).toBe(lacks);
    expect(why(`${cb}?tenant=a&code=c0de`)).toBe(lacks);
    expect(why(`${cb}?tenant=a&tenant=c&code=c0de`)).toBe(lacks);
  });
});

describe("a response with a token", () => {
  const granted = { access_token: "t0ken", token_type: "bearer", expires_in: 3600 };

  test("carries the token only in the fragment, and the query before it may be gone", () => {
    const why = (redirect_to: string, asked = cb): string | undefined =>
      redirectTargetProblem({ redirect_to, ...granted }, asked, undefined);
    expect(why(`${cb}#access_token=t0ken&token_type=bearer`)).toBeUndefined();
    expect(why(`${cb}#access_token=t0ken`, `${cb}?tenant=a`)).toBeUndefined();
    expect(why(`${cb}?tenant=a#access_token=t0ken`, `${cb}?tenant=a`)).toBeUndefined();
    expect(why(`${cb}?access_token=t0ken`)).toBe(notCarried);
    expect(why(`${cb}#access_token=other`)).toBe(notCarried);
    expect(why(cb)).toBe(notCarried);
    expect(why("https://evil.example/cb#access_token=t0ken")).toBe(elsewhere);
  });

  test("carries the state in the fragment too", () => {
    const why = (redirect_to: string): string | undefined =>
      redirectTargetProblem({ redirect_to, ...granted, state: "s 1" }, cb, "s 1");
    expect(why(`${cb}#access_token=t0ken&state=s+1`)).toBeUndefined();
    expect(why(`${cb}#access_token=t0ken&state=s%201`)).toBeUndefined();
    expect(why(`${cb}#access_token=t0ken`)).toBe(notCarried);
    expect(why(`${cb}?state=s+1#access_token=t0ken`)).toBe(notCarried);
  });
});

describe("the state", () => {
  const code = "c0de";
  test.each<[string | undefined, string | undefined, string, string | undefined]>([
    ["s", "s", `${cb}?code=c0de&state=s`, undefined],
    ["s&=+ ü", "s&=+ ü", `${cb}?code=c0de&state=s%26%3D%2B%20%C3%BC`, undefined],
    // The gateway leaves an empty one out.
    [undefined, "", `${cb}?code=c0de`, undefined],
    ["", undefined, `${cb}?code=c0de&state=`, undefined],
    [undefined, undefined, `${cb}?code=c0de`, undefined],
    ["other", "s", `${cb}?code=c0de&state=other`, otherState],
    [undefined, "s", `${cb}?code=c0de&state=s`, otherState],
    ["s", undefined, `${cb}?code=c0de&state=s`, otherState],
    ["S", "s", `${cb}?code=c0de&state=S`, otherState],
    ["s", "s", `${cb}?code=c0de`, notCarried],
    ["s", "s", `${cb}?code=c0de&state=other`, notCarried],
  ])("%j for %j, with %s: %s", (answered, asked, redirect_to, why) => {
    const target = { redirect_to, code, ...(answered === undefined ? {} : { state: answered }) };
    expect(redirectTargetProblem(target, cb, asked)).toBe(why);
  });
});

describe("for every request", () => {
  const word = fc.string({ minLength: 1, unit: "grapheme" });
  const asked = fc
    .oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}:\/[a-z]{0,8}(\?[a-b]=[a-z]{0,4})?$/),
    )
    // What the address itself calls so the gateway replaces.
    .filter((uri) => !/[?&](code|access_token|state)\b/.test(uri));

  /** What the gateway makes of it. */
  function granted(
    redirectUri: string,
    kind: "code" | "access_token",
    value: string,
    state: string | undefined,
  ): { redirect_to: string; code?: string; access_token?: string; state?: string } {
    const to = new URL(redirectUri);
    const params = kind === "code" ? to.searchParams : new URLSearchParams();
    params.set(kind, value);
    if (state !== undefined) params.set("state", state);
    if (kind === "access_token") to.hash = params.toString();
    return { redirect_to: to.href, [kind]: value, ...(state === undefined ? {} : { state }) };
  }
  const kinds = fc.constantFrom("code" as const, "access_token" as const);
  const maybe = fc.option(word, { nil: undefined });

  test("the gateway's own response is accepted", () => {
    fc.assert(
      fc.property(asked, kinds, word, maybe, (redirectUri, kind, value, state) => {
        const answer = granted(redirectUri, kind, value, state);
        expect(redirectTargetProblem(answer, redirectUri, state)).toBeUndefined();
      }),
    );
  });

  test("a response that was changed anywhere is rejected", () => {
    const changes: ((to: URL, kind: "code" | "access_token") => void)[] = [
      (to) => (to.host = `evil-${to.host}`),
      (to) => (to.host = `${to.hostname}.evil.example`),
      (to) => (to.port = to.port === "8443" ? "8444" : "8443"),
      (to) => (to.protocol = to.protocol === "http:" ? "https:" : "http:"),
      (to) => (to.pathname += "x"),
      (to) => (to.pathname = `/x${to.pathname}`),
      (to, kind) => {
        if (kind === "code") to.searchParams.set("code", `${to.searchParams.get("code") ?? ""}x`);
        else to.hash = to.hash.replace("access_token=", "access_token=x");
      },
      (to, kind) => {
        if (kind === "code") to.searchParams.delete("code");
        else to.hash = "";
      },
    ];
    fc.assert(
      fc.property(
        fc.webUrl().filter((uri) => !uri.includes("?")),
        kinds,
        word,
        fc.constantFrom(...changes),
        (redirectUri, kind, value, change) => {
          const answer = granted(redirectUri, kind, value, undefined);
          const to = new URL(answer.redirect_to);
          change(to, kind);
          expect(to.href).not.toBe(answer.redirect_to);
          const other = { ...answer, redirect_to: to.href };
          expect(redirectTargetProblem(other, redirectUri, undefined)).toBeTypeOf("string");
        },
      ),
    );
  });

  test("a response with another state is rejected", () => {
    fc.assert(
      fc.property(asked, word, maybe, maybe, (redirectUri, value, state, other) => {
        fc.pre(state !== other);
        const answer = granted(redirectUri, "code", value, other);
        expect(redirectTargetProblem(answer, redirectUri, state)).toBe(otherState);
      }),
    );
  });
});
