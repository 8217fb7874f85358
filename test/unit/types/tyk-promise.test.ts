import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { api, client } from "../../support/samples/samples.ts";
import { unhandledRejections } from "../../support/util/unhandled-rejections.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };

describe("the promise of a call", () => {
  test("gives the data, and the response data", async () => {
    const { tyk, sent } = clientWithReplies([json(client, 200, { "x-request": "7" })]);
    const call = tyk.clients.get(ref);
    const { data, response, steps } = await call.withResponse();
    expect(await call).toBe(data);
    expect(data).toEqual(client);
    expect(response.status).toBe(200);
    expect(response.attempts).toBe(1);
    expect(response.headers.get("x-request")).toBe("7");
    expect(steps).toEqual([{ apiId: "orders", operation: "getOAuthClient", outcome: "applied" }]);
    expect(sent).toHaveLength(1);
  });

  test("of tyk.raw has one step, without an API", async () => {
    const { tyk } = clientWithReplies([json(client)]);
    const call = tyk.raw.getOAuthClient({ path });
    const { steps, response, warnings } = await call.withResponse();
    expect(warnings).toEqual([]);
    expect(steps).toEqual([{ operation: "getOAuthClient", outcome: "applied" }]);
    expect(response).toMatchObject({ status: 200, attempts: 1 });
  });

  test("of a method has its warnings", async () => {
    const { tyk } = clientWithReplies([json(client), json(client), json(client)]);
    const call = tyk.clients.update(ref, { description: client.description });
    expect((await call.withResponse()).warnings).toEqual([]);
    const list = { meta_data: ["a"] as unknown as Record<string, unknown> };
    const odd = clientWithReplies([json(client), json(client), json({ ...client, ...list })]);
    const { warnings } = await odd.tyk.clients.update(ref, list, { lint: "warn" }).withResponse();
    expect(warnings).toEqual([
      "patch.meta_data must be an object: with anything else the token endpoint drops the connection",
    ]);
  });

  test("counts the attempts", async () => {
    const { tyk } = clientWithReplies([json({}, 503), json({}, 503), json(client)]);
    const { response } = await tyk.clients.get(ref).withResponse();
    expect(response.attempts).toBe(3);
  });

  test("of a method with several requests gives the last response's status and headers, and every step", async () => {
    const { tyk } = clientWithReplies([
      json(client, 200, { "x-nth": "1" }),
      json(client, 200, { "x-nth": "2" }),
      json({ ...client, description: "new" }, 200, { "x-nth": "3" }),
    ]);
    const { response, steps } = await tyk.clients
      .update(ref, { description: "new" })
      .withResponse();
    expect(response.headers.get("x-nth")).toBe("3");
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "updateOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
    ]);
  });

  test("rejects the same way for both results", async () => {
    const { tyk } = clientWithReplies([json(null, 404)]);
    const call = tyk.clients.get(ref);
    const whole = call.withResponse();
    expect(await failure(whole)).toBe(await failure(call));
  });

  test("leaves no rejection unhandled, whichever result is used", async () => {
    const seen = unhandledRejections();
    const { tyk } = clientWithReplies([json(null, 404), json(null, 404), json(null, 404)]);
    await failure(tyk.clients.get(ref));
    await failure(tyk.clients.get(ref).withResponse());
    await failure(tyk.raw.getOAuthClient({ path }).withResponse());
    // Input that is wrong is found before anything is sent, and rejects all the same.
    await failure(tyk.clients.get({ apiId: "", clientId: "" }).withResponse());
    await failure(tyk.raw.getOAuthClient({ path: { apiID: "", keyName: "" } }));
    await wait(5);
    expect(seen).toEqual([]);
  });

  test("that is not used is reported as unhandled, like any promise", async () => {
    const seen = unhandledRejections();
    const { tyk } = clientWithReplies([json(null, 404)]);
    void tyk.clients.get(ref);
    await wait(5);
    expect(seen).toHaveLength(1);
  });

  test("is a promise like others", async () => {
    const { tyk } = clientWithReplies([json(client), json([api]), json(null, 404)]);
    expect(await Promise.all([tyk.clients.get(ref), tyk.apis.list()])).toEqual([client, [api]]);
    const caught = tyk.clients.get(ref).catch(() => "caught");
    expect(await caught.finally(() => undefined)).toBe("caught");
  });
});
