import type { GatewayNotification } from "@tyk-oauth/sdk/testing";
import { afterAll, describe, expect, test } from "vitest";
import { clientSecret, setUpFixture } from "../support/docs/example-fixture.ts";
import { run, start } from "../support/docs/script.ts";
import type { Running } from "../support/docs/script.ts";
import { leaks } from "../support/docs/secrets.ts";

const script = "examples/notifications.ts";
const sharedSecret = "planted-secret-of-the-api";

describe("the receiver of notifications.ts", () => {
  const running: Running[] = [];
  afterAll(async () => {
    for (const receiver of running) receiver.process.kill("SIGKILL");
    await Promise.all(running.map(({ ended }) => ended));
  });

  /** Starts the example, and returns a function that posts to it. */
  async function receiver(): Promise<{
    receiver: Running;
    post: (headers: Readonly<Record<string, string>>, body: string) => Promise<number>;
  }> {
    const receiver = start(script, ["0"], { env: { TYK_SHARED_SECRET: sharedSecret } });
    running.push(receiver);
    const url = /http:\S+/.exec(await receiver.outputMatching(/http:\S+\n/))?.[0] ?? "";
    return {
      receiver,
      post: async (headers, body) => (await fetch(url, { method: "POST", headers, body })).status,
    };
  }

  test("accepts the gateway's notifications of each kind", async () => {
    const notifications = {
      shared_secret: sharedSecret,
      oauth_on_keychange_url: "https://x.example",
    };
    const { gateway, tyk, tokens } = await setUpFixture({
      apis: [{ api_id: "orders", notifications }, "billing"],
    });
    const ask = (body: Parameters<typeof tyk.raw.oauthToken>[0]["body"]): PromiseLike<unknown> =>
      tyk.raw.oauthToken(
        { path: { listenPath: "/orders/" }, body },
        { headers: { authorization: `Basic ${btoa(`shop-web:${clientSecret}`)}` } },
      );
    await ask({ grant_type: "client_credentials" });
    await ask({ grant_type: "refresh_token", refresh_token: tokens[2]?.refresh_token ?? "" });

    const { receiver: example, post } = await receiver();
    const send = ({ headers, body }: GatewayNotification): Promise<number> =>
      post(headers, JSON.stringify(body));
    for (const notification of gateway.notifications.slice(2)) {
      expect(await send(notification)).toBe(200);
    }
    const [first] = gateway.notifications;
    const { headers = {}, body } = first ?? {};
    expect(await post(headers, JSON.stringify({ ...body, notification_type: "x\n" }))).toBe(200);

    example.process.kill("SIGTERM");
    const { exitCode, output } = await example.ended;
    expect(exitCode).toBe(0);
    expect(output.replaceAll(/\d+/g, "0").split("\n").slice(1)).toEqual([
      "new token [hidden, 0 characters], for a code",
      "new token [hidden, 0 characters], without a code",
      "token [hidden, 0 characters] replaces another token",
      String.raw`unknown notification type "x\n"`,
      "",
    ]);
    const told = gateway.notifications.flatMap(({ body: fields }) => [
      fields.new_oauth_token,
      fields.refresh_token,
      fields.old_refresh_token,
      fields.auth_code,
    ]);
    const secrets = [...told.filter((secret) => secret !== ""), sharedSecret];
    expect(secrets.length).toBeGreaterThan(8);
    expect(leaks(output, secrets)).toEqual([]);
  });

  test("refuses other senders, broken bodies and large bodies", async () => {
    const { receiver: example, post } = await receiver();
    const headers = { "x-tyk-shared-secret": sharedSecret };
    expect(await post({}, "{}")).toBe(401);
    expect(await post({ "x-tyk-shared-secret": "planted-guess" }, "{}")).toBe(401);
    expect(await post(headers, "{")).toBe(400);
    expect(await post(headers, " ".repeat(1_000_000))).toBe(400);
    example.process.kill("SIGINT");
    const { exitCode, output } = await example.ended;
    expect(exitCode).toBe(0);
    expect(output.split("\n").slice(1)).toEqual([
      "parseNotification: x-tyk-shared-secret is missing or empty; check that the API has a shared_secret",
      "parseNotification: x-tyk-shared-secret is not the shared secret",
      "parseNotification: body is not JSON",
      "parseNotification: body is larger than 65536 bytes",
      "",
    ]);
  });

  test("needs a shared secret", async () => {
    for (const env of [{}, { TYK_SHARED_SECRET: "" }]) {
      expect(await run(script, ["0"], { env })).toEqual({
        exitCode: 2,
        output: "TYK_SHARED_SECRET is not set: set it to the shared_secret of the API\n",
      });
    }
  });
});
