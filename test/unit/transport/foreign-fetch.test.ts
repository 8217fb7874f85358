import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { TykFetch } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { foreignBytes } from "../../support/realms/other-realm.ts";
import { client } from "../../support/samples/samples.ts";
import { failure } from "../../support/util/failure.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const text = JSON.stringify(client);
const headers = new Headers({ "content-type": "application/json; charset=utf-8" });

/** Creates a fetch that returns an object in place of a `Response`. */
function returning(response: () => object): TykFetch {
  return () => Promise.resolve({ status: 200, headers, ...response() } as Response);
}

/** A body of a web stream whose chunks are of another realm. */
function foreignStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(foreignBytes(text.slice(0, 5)));
      controller.enqueue(foreignBytes(text.slice(5)));
      controller.close();
    },
  });
}

const bodies: [string, (content: string) => object][] = [
  ["a stream of Node", (content) => ({ body: Readable.from([Buffer.from(content)]) })],
  [
    "arrayBuffer() without a body",
    (content) => ({ arrayBuffer: () => Promise.resolve(Buffer.from(content)) }),
  ],
  [
    "arrayBuffer() with the body null",
    (content) => ({ body: null, arrayBuffer: () => Promise.resolve(foreignBytes(content).buffer) }),
  ],
  ["text() alone", (content) => ({ text: () => Promise.resolve(content) })],
];

describe("a response of another fetch", () => {
  test.each<[string, (content: string) => object]>([
    ...bodies,
    ["a web stream of another realm", () => ({ body: foreignStream() })],
  ])("can have %s", async (_, response) => {
    const tyk = newClient({ fetch: returning(() => response(text)) });
    expect((await tyk.raw.getOAuthClient({ path })).client_id).toBe("shop-web");
  });

  test.each(bodies)("with %s keeps the size limit", async (_, response) => {
    const tyk = newClient({
      fetch: returning(() => response(text + " ".repeat(2_000))),
      maxResponseBytes: 1_000,
    });
    expect(await failure(tyk.raw.deleteOAuthClient({ path }))).toMatchObject({
      code: "too-large",
      attempts: 1,
      outcome: "applied",
    });
  });

  test("that is too large by its content-length is not read at all", async () => {
    let isRead = false;
    const large = new Headers({ "content-type": "application/json", "content-length": "2000" });
    const arrayBuffer = (): Promise<ArrayBuffer> => {
      isRead = true;
      return Promise.resolve(new ArrayBuffer(2_000));
    };
    const tyk = newClient({
      fetch: returning(() => ({ headers: large, arrayBuffer })),
      maxResponseBytes: 1_000,
    });
    expect(await failure(tyk.raw.getOAuthClient({ path }))).toMatchObject({ code: "too-large" });
    expect(isRead).toBe(false);
  });

  test.each<[string, () => object]>([
    ["a stream of Node", () => ({ body: new Readable({ read: () => undefined }) })],
    ["arrayBuffer()", () => ({ arrayBuffer: () => new Promise(() => undefined) })],
    ["text()", () => ({ text: () => new Promise(() => undefined) })],
  ])("with %s keeps the timeout", async (_, response) => {
    const made: { body?: Readable }[] = [];
    const fetch = returning(() => {
      made.push(response());
      return made.at(-1) ?? {};
    });
    const error = await failure(
      newClient({ fetch, timeoutMs: 20, maxRetries: 0 }).raw.deleteOAuthClient({ path }),
    );
    expect(error).toMatchObject({ code: "timeout", phase: "body", outcome: "applied" });
    const [{ body } = {}] = made;
    if (body !== undefined) expect(body.destroyed).toBe(true);
  });

  test.each<[string, () => object]>([
    [
      "a stream of Node",
      () => ({
        body: Readable.from(
          (async function* () {
            yield Buffer.from("{");
            await Promise.resolve();
            throw new Error("s3cret");
          })(),
        ),
      }),
    ],
    ["arrayBuffer()", () => ({ arrayBuffer: () => Promise.reject(new Error("s3cret")) })],
  ])("with %s that breaks is cut off", async (_, response) => {
    const error = await failure(
      newClient({ fetch: returning(response) }).raw.deleteOAuthClient({ path }),
    );
    expect(error).toMatchObject({ code: "truncated", outcome: "applied", attempts: 3 });
    expect(error.message).not.toContain("s3cret");
  });

  test("that refuses is read for its message", async () => {
    const body = JSON.stringify({ status: "error", message: "OAuth Client ID not found" });
    const tyk = newClient({
      fetch: returning(() => ({ status: 404, body: Readable.from([Buffer.from(body)]) })),
    });
    expect(await failure(tyk.raw.getOAuthClient({ path }))).toMatchObject({
      code: "not-found",
      apiMessage: "OAuth Client ID not found",
    });
  });
});

describe("what is no response", () => {
  const isJson = (): Promise<unknown> => Promise.resolve(client);

  test.each<[string, unknown, string, string]>([
    ["undefined", undefined, "no response", "unknown"],
    ["an object without a status", { ok: true, headers, json: isJson }, "no status", "unknown"],
    [
      "a mock without headers",
      { ok: true, status: 200, json: isJson },
      "without headers",
      "applied",
    ],
    [
      "a mock with a plain object as headers",
      { status: 200, headers: {}, text: isJson },
      "without headers",
      "applied",
    ],
    [
      "a mock with nothing but json()",
      { status: 200, headers, json: isJson },
      "body cannot be read",
      "applied",
    ],
    ["a refusing mock", { status: 404, json: isJson }, "without headers", "refused"],
    ["a mock of a server's failure", { status: 500, json: isJson }, "without headers", "unknown"],
    [
      "a stream that yields text",
      { status: 200, headers, body: Readable.from(["{}"]) },
      "other than bytes",
      "applied",
    ],
  ])("such as %s is a config error that is not retried", async (_, returned, problem, outcome) => {
    const tyk = newClient({ fetch: () => Promise.resolve(returned as Response) });
    const error = await failure(tyk.raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({ code: "config", attempts: 1, outcome });
    expect(error.message).toContain(problem);
    expect(error.message).toMatch(/[:;] return a (new )?Response/);
  });

  test("such as a response that another call has read is named", async () => {
    const response = Response.json(client);
    const tyk = newClient({ fetch: () => Promise.resolve(response) });
    await tyk.raw.getOAuthClient({ path });
    const error = await failure(tyk.raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({ code: "config", attempts: 1, outcome: "applied" });
    expect(error.message).toContain(
      "whose body was already read: return a new Response for each request",
    );
  });
});
