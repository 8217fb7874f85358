import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyTykError, TykFetch } from "../../../src/index.ts";
import { TykConnectionError, TykOAuthError } from "../../../src/index.ts";
import { printedForms } from "../../support/secrets/leaks.ts";
import { json, networkError } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { encodings } from "../../support/secrets/encodings.ts";
import { failure } from "../../support/util/failure.ts";
import { callsWithSecrets } from "../../support/secrets/calls-with-secrets.ts";
import { causeChain } from "../../support/util/cause-chain.ts";
import { markers } from "../../support/secrets/markers.ts";
import { saying } from "../../support/util/saying.ts";

const notShown =
  "its message is not one of the gateway's own and is not shown, because it could hold a secret";

/** A secret that no request holds: read earlier, say, or the one before a rotation. */
const elsewhere = "m4rk-earlier-z8v";

describe("a message of a server", () => {
  test.each([
    [400, "API doesn't exist", "the gateway refused the request (400: API doesn't exist)"],
    [404, "API not found", "not found (404: API not found)"],
    [
      500,
      "Failure in storing client data.",
      "the server failed (500: Failure in storing client data.)",
    ],
  ])("with %i is shown if it is the gateway's own: %s", async (status, message, expected) => {
    const { tyk } = clientWithReplies([json({ status: "error", message }, status)], {
      maxRetries: 0,
    });
    expect(await failure(tyk.apis.get({ apiId: "orders" }))).toMatchObject({
      apiMessage: message,
      message: saying(`apis.get: ${expected}`),
    });
  });

  test("is not shown otherwise, and the error says why", async () => {
    const { tyk } = clientWithReplies(
      [json({ status: "error", message: `no ${elsewhere}` }, 500)],
      {
        maxRetries: 0,
      },
    );
    const error = await failure(tyk.apis.get({ apiId: "orders" }));
    expect(error.message).toEqual(saying(`apis.get: the server failed (500); ${notShown}`));
    expect(error).toMatchObject({ apiMessage: undefined });
  });

  test("is not shown if it only contains a known one", async () => {
    for (const message of [
      `API not found: ${elsewhere}`,
      `${elsewhere}: API not found`,
      `API not found\n${elsewhere}`,
      "api not found",
      "API not found ",
    ]) {
      const { tyk } = clientWithReplies([json({ status: "error", message }, 404)]);
      const error = await failure(tyk.apis.get({ apiId: "orders" }));
      expect(error.message).toEqual(saying(`apis.get: not found (404); ${notShown}`));
    }
  });
});

/** What a server could answer that holds a text. */
const bodies: readonly ((text: string) => unknown)[] = [
  (message) => ({ status: "error", message }),
  (message) => ({ message }),
  (error) => ({ error }),
  (error_description) => ({ error: "invalid_request", error_description }),
  (text) => ({ error: text, error_description: text, redirect_to: text }),
  (text) => ({ status: "error", message: "API not found", error: text, [text]: text }),
  (text) => [text],
  (text) => text,
];

function texts(error: AnyTykError): string {
  return [...causeChain(error).flatMap(printedForms), inspect(error, { depth: 9 })].join("\n");
}

describe("an error has no text of a server", () => {
  const name = fc.constantFrom(...Object.keys(callsWithSecrets));
  const secret = fc.oneof(
    fc.constantFrom(...Object.values(markers), elsewhere),
    // Shorter ones are part of plain words.
    fc.string({ unit: "grapheme-ascii", minLength: 12, maxLength: 40 }),
  );
  const chainOf = fc.array(fc.constantFrom(...Object.keys(encodings)), {
    minLength: 1,
    maxLength: 3,
  });

  test("whatever it contains, in any encoding", async () => {
    await fc.assert(
      fc.asyncProperty(
        name,
        secret,
        chainOf,
        fc.constantFrom(200, 202, 400, 401, 403, 404, 405, 408, 409, 422, 429, 500, 502, 503, 599),
        fc.constantFrom(...bodies),
        fc.constantFrom("application/json", "text/plain", "text/html"),
        async (called, text, names, status, body, type) => {
          const encoded = names.reduce((one, by) => encodings[by]?.(one) ?? one, text);
          const answer = JSON.stringify(body(`no ${encoded}, sorry`));
          const fetch: TykFetch = () =>
            Promise.resolve(new Response(answer, { status, headers: { "content-type": type } }));
          const call = callsWithSecrets[called];
          if (call === undefined) throw new Error("No such call");
          const [outcome] = await Promise.allSettled([call(newClient({ fetch, maxRetries: 0 }))]);
          // A body that is right for the call is a result.
          if (outcome.status === "fulfilled") return;
          const said = texts(outcome.reason as AnyTykError);
          expect(said).not.toContain(encoded.trim());
          expect(said).not.toContain("sorry");
        },
      ),
      { numRuns: 400 },
    );
  });

  test("also not in the name of an OAuth error", async () => {
    const { tyk } = clientWithReplies([
      json({ error: elsewhere, error_description: elsewhere }, 403),
    ]);
    const error = await failure(
      tyk.raw.authorizeClient({
        path: { listenPath: "/orders/" },
        body: { response_type: "code", client_id: "shop-web" },
      }),
    );
    expect(error).toBeInstanceOf(TykOAuthError);
    expect(error).toMatchObject({ error: "not_shown", error_description: undefined });
    expect(texts(error)).not.toContain(elsewhere);
  });
});

describe("the gateway's secret of an earlier attempt", () => {
  test("is not shown if a later response echoes it", async () => {
    const given = ["m4rk-first-a1", "m4rk-second-b2"];
    let nth = 0;
    const fetch: TykFetch = () => {
      const wrong = "Attempted administrative access with invalid or missing key!";
      const message = nth === 1 ? wrong : `not ${given[0] ?? ""}, but ${given[1] ?? ""}`;
      return Promise.resolve(
        Response.json({ status: "error", message }, { status: nth === 1 ? 403 : 500 }),
      );
    };
    const tyk = newClient({ fetch, maxRetries: 0, secret: () => given[nth++] ?? "" });
    const error = await failure(tyk.apis.get({ apiId: "orders" }));
    expect(error).toMatchObject({ code: "server", attempts: 2 });
    for (const secret of given) expect(texts(error)).not.toContain(secret);
  });
});

describe("the code of a custom fetch's error", () => {
  test.each([
    elsewhere,
    "m4rk_earlier_z8v",
    "EM4RKEARLIER",
    "ERR_SSL_M4RK",
    "CERT_m4rk",
    "UND_ERR_M4RK",
    "HPE_M4RK",
    "ERR_PROXY_STATUS_407123",
    "ERR_PROXY_STATUS_407_M4RK",
    "ECONNREFUSED_M4RK",
    "ECONNREFUSED/m4rk",
  ])("is not shown if it is unknown: %s", async (code) => {
    const tyk = newClient({ fetch: () => Promise.reject(networkError(code)), maxRetries: 0 });
    const error = await failure(tyk.apis.get({ apiId: "orders" }));
    expect(texts(error)).not.toMatch(/m4rk|407/i);
  });

  test("is shown if it is known", async () => {
    const tyk = newClient({
      fetch: () => Promise.reject(networkError("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED")),
    });
    const error = await failure(tyk.apis.get({ apiId: "orders" }));
    expect(error).toBeInstanceOf(TykConnectionError);
    expect(error).toMatchObject({ systemCode: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" });
  });
});
