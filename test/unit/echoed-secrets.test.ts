import { describe, expect, test } from "vitest";
import type { AnyTykError, TykOAuth } from "../../src/index.ts";
import { json, text } from "./support/capture.ts";
import { clientOn } from "./support/client.ts";
import { failure } from "./support/failure.ts";
import { calls, listen, markers } from "./support/markers.ts";

describe("the gateway's own words", () => {
  const said = (message: string): AnyTykError["message"] =>
    JSON.stringify({ status: "error", message });

  async function apiMessage(
    message: string,
    call: (tyk: TykOAuth) => Promise<unknown>,
  ): Promise<unknown> {
    const { tyk } = clientOn([text(said(message), 400, { "content-type": "application/json" })], {
      secret: markers.admin,
      headers: { "x-own": markers.filter },
    });
    const error = await failure(call(tyk));
    return "apiMessage" in error ? error.apiMessage : undefined;
  }

  test("come along, whatever they hold that was not in the request", async () => {
    const call = (tyk: TykOAuth): Promise<unknown> => tyk.apis.get({ apiId: "orders" });
    expect(await apiMessage(`API orders: ${markers.token}`, call)).toBe(
      `API orders: ${markers.token}`,
    );
  });

  test.each([
    [
      "create",
      `secret ${markers.client}, note ${markers.metadata}`,
      "secret [redacted], note [redacted]",
    ],
    ["end a refresh token", `no /refresh/${markers.refresh}`, "no /refresh/[redacted]"],
    ["revoke a token", `no ${markers.token} of shop-web`, "no [redacted] of shop-web"],
    ["revoke all", `not ${markers.client}`, "not [redacted]"],
    ["authorize", `state ${markers.state} on /orders/`, "state [redacted] on /orders/"],
    [
      "exchange a code",
      `no ${markers.code} for authorization_code`,
      "no [redacted] for authorization_code",
    ],
    ["get a key", `${markers.filter} with ${markers.admin}`, "[redacted] with [redacted]"],
  ])("hold no secret of the request: %s", async (name, message, expected) => {
    const call = calls[name];
    if (call === undefined) throw new Error("No such call");
    expect(await apiMessage(message, call)).toBe(expected);
  });

  const header = (tyk: TykOAuth): Promise<unknown> =>
    tyk.apis.list(
      {},
      { headers: { authorization: `Basic ${btoa(`shop-web:${markers.header}`)}` } },
    );
  const query = (tyk: TykOAuth): Promise<unknown> =>
    tyk.raw.oauthAuthorize({
      path: listen,
      query: { response_type: "code", client_id: "shop-web", state: markers.state },
    });

  test.each([
    ["a header", header, `not Basic ${btoa(`shop-web:${markers.header}`)}`, "not [redacted]"],
    ["credentials", header, `not ${markers.header}`, "not [redacted]"],
    ["a header of the client", header, `trace ${markers.filter}`, "trace [redacted]"],
    ["a query", query, `state ${markers.state}`, "state [redacted]"],
  ])("nor one of %s", async (_, call, message, expected) => {
    expect(await apiMessage(message, call)).toBe(expected);
  });

  test("nor a value within the rules of a token, which go as one text", async () => {
    const { authorize } = calls;
    if (authorize === undefined) throw new Error("No such call");
    expect(await apiMessage(`no user ${markers.rules}`, authorize)).toBe("no user [redacted]");
  });

  test("nor one of metadata, also under a name that is harmless elsewhere", async () => {
    const call = (tyk: TykOAuth): Promise<unknown> =>
      tyk.raw.createOAuthClient({
        body: { api_id: "orders", meta_data: { scope: markers.metadata } },
      });
    expect(await apiMessage(`bad ${markers.metadata}`, call)).toBe("bad [redacted]");
  });

  test("nor one that is in the body as it was sent, and not in the object that was given", async () => {
    const meta_data: Record<string, unknown> = { toJSON: () => ({ note: markers.metadata }) };
    meta_data["self"] = meta_data;
    const call = (tyk: TykOAuth): Promise<unknown> =>
      tyk.raw.createOAuthClient({ body: { api_id: "orders", meta_data } });
    expect(await apiMessage(`bad ${markers.metadata}`, call)).toBe("bad [redacted]");
  });

  test("of an operation without the gateway's secret are not looked through for it", async () => {
    let asked = 0;
    const { tyk } = clientOn(
      [json({ status: "error", message: `undefined: ${markers.admin}` }, 400)],
      {
        secret: () => {
          asked += 1;
          return markers.admin;
        },
      },
    );
    expect(await failure(tyk.gateway.info())).toMatchObject({
      apiMessage: `undefined: ${markers.admin}`,
    });
    expect(asked).toBe(0);
  });
});
