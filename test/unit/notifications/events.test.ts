import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNotification } from "../../../src/index.ts";
import type { NotificationEvent } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import type { GatewayNotification } from "../../../src/testing/index.ts";
import {
  eventOf,
  fine,
  name,
  plain,
  posted,
  refusal,
  sharedSecret,
  streamOf,
  url,
  utf8,
  wire,
} from "../../support/samples/notification.ts";

describe("an event", () => {
  test.each<[string, Record<string, unknown>, NotificationEvent]>([
    ["a token of the client's own", {}, { type: "new", accessToken: "t0ken" }],
    [
      "a token for a code",
      { auth_code: "c0de", refresh_token: "r3fresh" },
      { type: "new", accessToken: "t0ken", refreshToken: "r3fresh", authCode: "c0de" },
    ],
    [
      "a refresh",
      { notification_type: "refresh", refresh_token: "r3fresh", old_refresh_token: "0ld" },
      { type: "refresh", accessToken: "t0ken", refreshToken: "r3fresh", oldRefreshToken: "0ld" },
    ],
    [
      "a refresh without a new refresh token",
      { notification_type: "refresh" },
      { type: "refresh", accessToken: "t0ken" },
    ],
    [
      "an unknown type",
      {
        notification_type: "revoke",
        auth_code: "c0de",
        refresh_token: "r3fresh",
        old_refresh_token: "0ld",
      },
      {
        type: "other",
        notificationType: "revoke",
        accessToken: "t0ken",
        refreshToken: "r3fresh",
        authCode: "c0de",
        oldRefreshToken: "0ld",
      },
    ],
    [
      "an unknown type without other fields",
      { notification_type: "other", new_oauth_token: "" },
      { type: "other", notificationType: "other" },
    ],
    [
      "a type with the name of an object's property",
      { notification_type: "constructor" },
      { type: "other", notificationType: "constructor", accessToken: "t0ken" },
    ],
    [
      "missing or null fields",
      { auth_code: undefined, refresh_token: null, old_refresh_token: undefined },
      { type: "new", accessToken: "t0ken" },
    ],
    [
      "further fields",
      { api_id: "orders", toString: 7, constructor: null },
      { type: "new", accessToken: "t0ken" },
    ],
  ])("of %s", async (_, fields, event) => {
    const body = JSON.stringify({ ...wire, ...fields });
    expect(await eventOf(body)).toStrictEqual(event);
    const other = await parseNotification(plain({ [name]: sharedSecret }, body), { sharedSecret });
    expect(other.event).toStrictEqual(event);
  });

  test("has only the fields of its type", async () => {
    const event = await eventOf(fine);
    // Checked by the compiler: every case is covered, and each field has its type.
    const told = (): string | undefined => {
      switch (event.type) {
        case "new":
          return event.authCode ?? event.accessToken;
        case "refresh":
          return event.oldRefreshToken;
        case "other":
          return event.notificationType;
      }
    };
    expect(told()).toBe("t0ken");
  });

  test("has the values that were sent, wherever the stream splits them", async () => {
    const texts = fc.string({ unit: "grapheme" });
    const types = fc.oneof(fc.constantFrom("new", "refresh"), fc.string({ minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          auth_code: texts,
          new_oauth_token: fc.string({ unit: "grapheme", minLength: 1 }),
          refresh_token: texts,
          old_refresh_token: texts,
          notification_type: types,
        }),
        fc.array(fc.nat({ max: 200 }), { maxLength: 5 }),
        async (fields, cuts) => {
          const whole = utf8(JSON.stringify(fields));
          const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length];
          places.sort((a, b) => a - b);
          const chunks = places.slice(1).map((to, at) => whole.subarray(places[at], to));
          const event = await eventOf(streamOf(chunks).body);
          const { type } = event;
          if (type !== "other") expect(type).toBe(fields.notification_type);
          const isOther = type === "other";
          const wanted = {
            type,
            notificationType: isOther ? fields.notification_type : "",
            accessToken: fields.new_oauth_token,
            refreshToken: fields.refresh_token,
            authCode: type === "new" || isOther ? fields.auth_code : "",
            oldRefreshToken: type === "refresh" || isOther ? fields.old_refresh_token : "",
          };
          expect(event).toStrictEqual(
            Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== "")),
          );
        },
      ),
    );
  });
});

describe("the answer property", () => {
  test("is a new empty 200 for each request", async () => {
    const first = await parseNotification(posted(fine), { sharedSecret });
    const second = await parseNotification(posted(fine), { sharedSecret });
    expect(first.answer).not.toBe(second.answer);
    for (const { answer } of [first, second]) {
      expect(answer).toBeInstanceOf(Response);
      expect(answer.status).toBe(200);
      expect(answer.body).toBeNull();
    }
  });
});

describe("a gateway's own notifications", () => {
  const notifications = { shared_secret: sharedSecret, oauth_on_keychange_url: url };

  /** Turns a notification of the embedded gateway into a request. */
  function sent({ method, headers, body }: GatewayNotification): Request {
    return new Request(url, { method, headers, body: JSON.stringify(body) });
  }

  test("are parsed for every grant", async () => {
    const gateway = createGateway({ apis: [{ api_id: "orders", notifications }] });
    const tyk = gateway.client();
    const redirectUri = "https://shop.example/cb";
    const { client_id, secret } = await tyk.clients.create({
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: redirectUri,
    });
    type Grant = Parameters<typeof tyk.raw.oauthToken>[0]["body"];
    const ask = (body: Grant): Promise<{ access_token: string; refresh_token?: string }> =>
      tyk.raw.oauthToken(
        { path: { listenPath: "/orders/" }, body },
        { headers: { authorization: `Basic ${btoa(`${client_id}:${secret}`)}` } },
      );

    const own = await ask({ grant_type: "client_credentials" });
    const ref = { apiId: "orders", clientId: client_id };
    const { code = "" } = await tyk.clients.authorize(ref, { redirectUri });
    const users = await ask({ grant_type: "authorization_code", code, redirect_uri: redirectUri });
    const { refresh_token: refresh = "" } = users;
    const next = await ask({ grant_type: "refresh_token", refresh_token: refresh });

    const events = gateway.notifications.map(async (notification) => {
      return (await parseNotification(sent(notification), { sharedSecret })).event;
    });
    expect(refresh).not.toBe("");
    expect(await Promise.all(events)).toStrictEqual([
      { type: "new", accessToken: own.access_token },
      { type: "new", accessToken: users.access_token, refreshToken: refresh, authCode: code },
      {
        type: "refresh",
        accessToken: next.access_token,
        refreshToken: next.refresh_token,
        oldRefreshToken: refresh,
      },
    ]);
  });

  test("are refused if the API has no secret", async () => {
    const { oauth_on_keychange_url } = notifications;
    const apis = [{ api_id: "orders", notifications: { oauth_on_keychange_url } }];
    const gateway = createGateway({ apis });
    const tyk = gateway.client();
    const { client_id, secret } = await tyk.clients.create({
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: "https://shop.example/cb",
    });
    await tyk.raw.oauthToken(
      { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
      { headers: { authorization: `Basic ${btoa(`${client_id}:${secret}`)}` } },
    );
    const [notification] = gateway.notifications;
    if (notification === undefined) throw new Error("There is no notification");
    expect((await refusal(sent(notification))).field).toBe(name);
  });
});
