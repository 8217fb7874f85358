import { describe, expect, test } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import type {
  ClientPatch,
  ClientReplacement,
  NewClientRequest,
  TykOAuth,
} from "../../../src/index.ts";
import { json, networkError, reject, text } from "../support/capture.ts";
import { clientOn } from "../support/client.ts";
import { failure } from "../support/failure.ts";
import { client, deleted } from "../support/samples.ts";

const ref = { apiId: "orders", clientId: "shop web" };
const onClient = "/tyk/oauth/clients/orders/shop%20web";

describe("clients.create", () => {
  test("sends the body as it is, and gives the client as stored", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    const body = {
      client_id: "shop-web",
      secret: "s3cret",
      api_id: "orders",
      redirect_uri: "https://shop.example/cb",
      policy_id: "gold",
      meta_data: { team: "storefront" },
      description: "d",
    };
    const { data, steps } = await tyk.clients.create(body).withResponse();
    expect(data).toEqual(client);
    expect(steps).toEqual([
      { apiId: "orders", operation: "createOAuthClient", outcome: "applied" },
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: "POST", path: "/tyk/oauth/clients/create" });
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(body);
  });

  test("by a policy is about no single API", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    const { steps } = await tyk.clients.create({ policy_id: "gold" }).withResponse();
    expect(steps).toEqual([{ operation: "createOAuthClient", outcome: "applied" }]);
    expect(sent[0]?.body).toBe('{"policy_id":"gold"}');
  });

  test("takes options after its arguments", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    await tyk.clients.create({ api_id: "orders" }, undefined, { headers: { "x-team": "a" } });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "a" });
  });
});

describe("clients.get", () => {
  test("reads one client", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(sent).toMatchObject([{ method: "GET", path: onClient, body: undefined }]);
  });
});

describe("clients.list", () => {
  test("reads the clients of an API", async () => {
    const { tyk, sent } = clientOn([json([client])]);
    const { data, steps } = await tyk.clients.list({ apiId: "orders" }).withResponse();
    expect(data).toEqual([client]);
    expect(steps).toEqual([{ apiId: "orders", operation: "listOAuthClients", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/oauth/clients/orders" }]);
  });

  test("does not fail over the odd id of a client that is there", async () => {
    const odd = [
      { ...client, client_id: "a/b" },
      { ...client, client_id: "" },
    ];
    const { tyk } = clientOn([json(odd)]);
    expect(await tyk.clients.list({ apiId: "orders" })).toEqual(odd);
  });
});

describe("clients.listApis", () => {
  const path = "/tyk/oauth/clients/apis/shop-web?orgID=";

  test.each([
    [{ clientId: "shop-web" }, undefined, path],
    [{ clientId: "shop-web", orgId: undefined }, undefined, path],
    [{ clientId: "shop-web" }, "acme & co", `${path}acme%20%26%20co`],
    [{ clientId: "shop-web", orgId: "umbrella" }, "acme", `${path}umbrella`],
    [{ clientId: "shop-web", orgId: "" }, "acme", path],
  ])("of %j with the client's organisation %j asks for %s", async (args, orgId, expected) => {
    const { tyk, sent } = clientOn([json(["orders", "billing"])], { orgId });
    const { data, steps } = await tyk.clients.listApis(args).withResponse();
    expect(data).toEqual(["orders", "billing"]);
    expect(steps).toEqual([{ operation: "listOAuthClientApis", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: expected }]);
  });
});

describe("clients.update", () => {
  const there = { ...client, client_id: ref.clientId };

  test("reads the client, and writes back what it was with what is new", async () => {
    const stored = { ...client, description: "stored" };
    const { tyk, sent } = clientOn([json(there), json(stored)]);
    const { data, steps } = await tyk.clients
      .update(ref, { description: "new", policy_id: null })
      .withResponse();
    expect(data).toEqual(stored);
    expect(sent).toMatchObject([
      { method: "GET", path: onClient, body: undefined },
      { method: "PUT", path: onClient },
    ]);
    expect(JSON.parse(sent[1]?.body ?? "")).toEqual({
      redirect_uri: client.redirect_uri,
      policy_id: "",
      meta_data: client.meta_data,
      description: "new",
    });
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "updateOAuthClient", outcome: "applied" },
    ]);
  });

  test("tells what was done before it failed, and of the request that failed", async () => {
    const { tyk } = clientOn([json(there), reject(networkError("ECONNRESET"))]);
    const error = await failure(tyk.clients.update(ref, { description: "new" }));
    expect(error).toMatchObject({
      code: "connection",
      operation: "updateOAuthClient",
      outcome: "unknown",
      steps: [
        { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
        { apiId: "orders", operation: "updateOAuthClient", outcome: "unknown" },
      ],
    });
  });

  test("writes nothing where the client cannot be read", async () => {
    const { tyk, sent } = clientOn([
      json({ status: "error", message: "OAuth Client ID not found" }, 404),
    ]);
    const error = await failure(tyk.clients.update(ref, { description: "new" }));
    expect(error.steps).toEqual([
      { apiId: "orders", operation: "getOAuthClient", outcome: "refused" },
    ]);
    expect(sent).toHaveLength(1);
  });

  test("takes options after its arguments, for both requests", async () => {
    const { tyk, sent } = clientOn([json(there), json(there)]);
    await tyk.clients.update(ref, {}, undefined, { headers: { "x-team": "a" } });
    expect(sent.map(({ headers }) => headers["x-team"])).toEqual(["a", "a"]);
  });

  test("writes nothing where the gateway answers with another client", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    const error = await failure(tyk.clients.update(ref, { description: "new" }));
    expect(error).toMatchObject({
      code: "schema",
      operation: "clients.update",
      outcome: "applied",
      message: "clients.update: the gateway answered with another client",
    });
    expect(sent).toHaveLength(1);
  });

  test("writes back no number that JSON changed on the way", async () => {
    const stored = JSON.stringify(there).replace('"tier":2', '"tier":12345678901234567890');
    const { tyk, sent } = clientOn([text(stored, 200, { "content-type": "application/json" })]);
    const error = await failure(tyk.clients.update(ref, { description: "new" }));
    expect(error).toMatchObject({
      code: "unsupported",
      operation: "clients.update",
      message:
        "clients.update: meta_data holds a whole number beyond 2^53, which JavaScript changes: give meta_data in the patch",
    });
    expect(sent).toHaveLength(1);

    const replaced = clientOn([
      text(stored, 200, { "content-type": "application/json" }),
      json(there),
    ]);
    await replaced.tyk.clients.update(ref, { meta_data: { tier: 3 } });
    expect(JSON.parse(replaced.sent[1]?.body ?? "")).toMatchObject({ meta_data: { tier: 3 } });
  });
});

describe("clients.replace", () => {
  test("writes the body whole, and reads nothing", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    const body = { redirect_uri: "https://shop.example/2", meta_data: null };
    const { data, steps } = await tyk.clients.replace(ref, body).withResponse();
    expect(data).toEqual(client);
    expect(steps).toEqual([
      { apiId: "orders", operation: "updateOAuthClient", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "PUT", path: onClient, body: JSON.stringify(body) }]);
  });
});

describe("clients.rotateSecret", () => {
  test("gives the client with its new secret", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    const { data, steps } = await tyk.clients.rotateSecret(ref).withResponse();
    expect(data).toEqual(client);
    expect(steps).toEqual([
      { apiId: "orders", operation: "rotateOAuthClient", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "PUT", path: `${onClient}/rotate`, body: undefined }]);
  });
});

describe("clients.delete", () => {
  test("deletes one client", async () => {
    const { tyk, sent } = clientOn([json(deleted)]);
    const { data, steps } = await tyk.clients.delete(ref).withResponse();
    expect(data).toEqual(deleted);
    expect(steps).toEqual([
      { apiId: "orders", operation: "deleteOAuthClient", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "DELETE", path: onClient, body: undefined }]);
  });
});

describe("input that is wrong is refused before anything is sent", () => {
  type Call = (tyk: TykOAuth, value: unknown) => Promise<unknown>;
  const any = (value: unknown): never => value as never;

  const byRef: Record<string, Call> = {
    get: (tyk, ref) => tyk.clients.get(any(ref)),
    update: (tyk, ref) => tyk.clients.update(any(ref), {}),
    replace: (tyk, ref) => tyk.clients.replace(any(ref), {}),
    rotateSecret: (tyk, ref) => tyk.clients.rotateSecret(any(ref)),
    delete: (tyk, ref) => tyk.clients.delete(any(ref)),
    authorize: (tyk, ref) => tyk.clients.authorize(any(ref), { redirectUri: "https://a.example" }),
  };

  async function refused(call: Call, value: unknown): Promise<TykInputError> {
    const { tyk, sent } = clientOn([]);
    const error = await failure(call(tyk, value));
    if (!(error instanceof TykInputError)) throw error;
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(sent).toEqual([]);
    return error;
  }

  test.each(Object.entries(byRef))("%s: a reference", async (name, call) => {
    const wrong: [unknown, string][] = [
      [undefined, "ref"],
      ["shop-web", "ref"],
      [[], "ref"],
      [{}, "apiId"],
      [{ apiId: "", clientId: "a" }, "apiId"],
      [{ apiId: "a/b", clientId: "a" }, "apiId"],
      [{ apiId: "..", clientId: "a" }, "apiId"],
      [{ apiId: "orders" }, "clientId"],
      [{ apiId: "orders", clientId: "" }, "clientId"],
      [{ apiId: "orders", clientId: "a/rotate" }, "clientId"],
      [{ apiId: "orders", clientId: "." }, "clientId"],
      [{ apiId: "orders", clientId: 7 }, "clientId"],
      [{ apiId: "orders", clientId: "a\n" }, "clientId"],
    ];
    for (const [ref, field] of wrong) {
      expect(await refused(call, ref)).toMatchObject({ field, operation: `clients.${name}` });
    }
  });

  test("list and listApis: their arguments", async () => {
    const list: Call = (tyk, args) => tyk.clients.list(any(args));
    expect(await refused(list, undefined)).toMatchObject({
      field: "args",
      operation: "clients.list",
    });
    expect(await refused(list, "orders")).toMatchObject({ field: "args" });
    expect(await refused(list, { apiId: "" })).toMatchObject({ field: "apiId" });
    const listApis: Call = (tyk, args) => tyk.clients.listApis(any(args));
    expect(await refused(listApis, undefined)).toMatchObject({
      field: "args",
      operation: "clients.listApis",
    });
    expect(await refused(listApis, { clientId: "" })).toMatchObject({ field: "clientId" });
    expect(await refused(listApis, { clientId: "a", orgId: 7 })).toMatchObject({
      field: "orgId",
      message: "clients.listApis: orgId must be a text",
    });
    expect(await refused(listApis, { clientId: "a", orgId: null })).toMatchObject({
      field: "orgId",
    });
  });

  test("create, update and replace: their bodies", async () => {
    const create: Call = (tyk, body) => tyk.clients.create(body as NewClientRequest);
    expect(await refused(create, {})).toMatchObject({
      field: "body.api_id",
      operation: "clients.create",
    });
    expect(await refused(create, { api_id: "a", clientId: "b" })).toMatchObject({
      field: "body.clientId",
    });
    const update: Call = (tyk, patch) => tyk.clients.update(ref, patch as ClientPatch);
    expect(await refused(update, { secret: "a" })).toMatchObject({
      field: "patch.secret",
      operation: "clients.update",
    });
    const replace: Call = (tyk, body) => tyk.clients.replace(ref, body as ClientReplacement);
    expect(await refused(replace, { description: null })).toMatchObject({
      field: "body.description",
      operation: "clients.replace",
    });
  });

  test("options in the place of arguments", async () => {
    const options = { timeoutMs: 5 };
    const calls: Record<string, Call> = {
      create: (tyk, args) => tyk.clients.create({ api_id: "orders" }, any(args)),
      update: (tyk, args) => tyk.clients.update(ref, {}, any(args)),
      replace: (tyk, args) => tyk.clients.replace(ref, {}, any(args)),
      rotateSecret: (tyk, args) => tyk.clients.rotateSecret(ref, any(args)),
      delete: (tyk, args) => tyk.clients.delete(ref, any(args)),
      "../tokens.revokeAll": (tyk, args) => tyk.tokens.revokeAll(ref, any(args)),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await refused(call, options);
      expect(`clients.${name}`).toContain(error.operation?.split(".")[1]);
      expect(error).toMatchObject({ field: "args" });
      expect(error.message).toMatch(/: args takes nothing; options come after it$/);
    }
  });

  test("a body that cannot be written", async () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const bodies: unknown[] = [
      circle,
      {
        toJSON: () => {
          throw new Error("s3cret");
        },
      },
    ];
    for (const meta_data of bodies) {
      const error = await refused(
        (tyk) => tyk.clients.create({ api_id: "orders", meta_data }),
        undefined,
      );
      expect(error).toMatchObject({
        field: "body",
        operation: "createOAuthClient",
        message: "createOAuthClient: body cannot be written as JSON or as a form",
      });
      expect(error.cause).toBeUndefined();
    }
  });
});
