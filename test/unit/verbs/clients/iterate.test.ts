import { describe, expect, test, vi } from "vitest";
import type { OAuthClient, TykOAuth, TykOAuthOptions } from "../../../../src/index.ts";
import { newClient } from "../../../support/client/client.ts";
import { advanceUntilSettled, fakeTimeouts } from "../../../support/util/fake-timeouts.ts";
import { failure } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";

const headers = { "content-type": "application/json" };
const args = { apiId: "orders" };

/** A response whose body the test writes. */
class OpenResponse {
  isCancelled = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.#controller = controller;
    },
    cancel: () => {
      this.isCancelled = true;
    },
  });
  readonly response = new Response(this.#body, { headers });

  write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  close(): void {
    this.#controller?.close();
  }

  break(): void {
    this.#controller?.error(new TypeError("terminated"));
  }
}

function element(nth: number, more = ""): string {
  return JSON.stringify({ ...client, client_id: `client-${nth}`, description: more });
}

/** A client whose fetch returns these responses in order. */
function clientWith(
  responses: readonly OpenResponse[],
  options: Partial<TykOAuthOptions> = {},
): { readonly tyk: TykOAuth; readonly sent: string[] } {
  const sent: string[] = [];
  const fetch = (url: string): Promise<Response> => {
    sent.push(new URL(url).pathname);
    const next = responses[sent.length - 1];
    return next === undefined
      ? Promise.reject(new Error("no more responses"))
      : Promise.resolve(next.response);
  };
  return { tyk: newClient({ fetch, ...options }), sent };
}

async function nextId(clients: AsyncIterator<OAuthClient, void>): Promise<string | undefined> {
  const { value } = await clients.next();
  return value?.client_id;
}

describe("clients.iterate", () => {
  test("yields each client before the list has ended", async () => {
    const open = new OpenResponse();
    const clients = clientWith([open]).tyk.clients.iterate(args);
    open.write(`[${element(1)},${element(2).slice(0, 20)}`);
    expect(await nextId(clients)).toBe("client-1");
    open.write(`${element(2).slice(20)},`);
    expect(await nextId(clients)).toBe("client-2");
    open.write(`${element(3)}]`);
    open.close();
    expect(await nextId(clients)).toBe("client-3");
    expect(await clients.next()).toEqual({ done: true, value: undefined });
  });

  test("closes the response and frees its slot if the caller stops", async () => {
    const [open, other] = [new OpenResponse(), new OpenResponse()];
    const { tyk } = clientWith([open, other], { maxConcurrency: 1 });
    open.write(`[${element(1)},${element(2)},`);
    for await (const { client_id } of tyk.clients.iterate(args)) {
      expect(client_id).toBe("client-1");
      break;
    }
    expect(open.isCancelled).toBe(true);
    other.write(JSON.stringify(client));
    other.close();
    expect(await tyk.clients.get({ apiId: "orders", clientId: client.client_id })).toEqual(client);
  });

  test("begins again after a failure only if no client was used", async () => {
    const [first, second, third] = [new OpenResponse(), new OpenResponse(), new OpenResponse()];
    const { tyk, sent } = clientWith([first, second, third]);
    const clients = tyk.clients.iterate(args);
    first.break();
    second.write(`[${element(1)},`);
    expect(await nextId(clients)).toBe("client-1");
    second.break();
    expect(await failure(clients.next())).toMatchObject({
      code: "truncated",
      operation: "listOAuthClients",
      outcome: "not-sent",
      attempts: 2,
    });
    expect(sent).toHaveLength(2);
  });

  test("yields no client of an attempt that was retried", async () => {
    const [first, second] = [new OpenResponse(), new OpenResponse()];
    const { tyk } = clientWith([first, second]);
    first.write(`[${element(1)},`);
    second.write(`[${element(2)}]`);
    second.close();
    const clients = tyk.clients.iterate(args);
    const ids = clients.toArray({ limit: 10 });
    first.break();
    const yielded = (await ids).map(({ client_id }) => client_id);
    // The first client may have been used before the response broke off: then the error would be thrown.
    expect(yielded).toEqual(["client-2"]);
  });

  test.each([
    ["an element of another shape", `,{"client_id":7}]`, "schema"],
    ["text that is not JSON", ",nothing]", "invalid-json"],
    ["an element that is too large", `,${element(2, "x".repeat(2_000))}]`, "too-large"],
    ["a list that is too large", `,${element(2)}`.repeat(40), "too-large"],
    ["bytes after the end", "]]", "invalid-json"],
  ])("throws at %s, after the clients before it", async (_, more, code) => {
    const open = new OpenResponse();
    const limits = { maxResponseBytes: 1_000, maxListBytes: 5_000 };
    const clients = clientWith([open], limits).tyk.clients.iterate(args);
    open.write(`[${element(1)},${element(1)}`);
    expect(await nextId(clients)).toBe("client-1");
    open.write(more);
    open.close();
    const error = await failure(
      (async () => {
        for await (const { client_id } of clients) expect(client_id).toMatch(/^client-/);
      })(),
    );
    expect(error).toMatchObject({ code });
    if (code === "too-large")
      expect(error.message).toMatch(/Raise (maxResponseBytes|maxListBytes) if such/);
  });

  test("times out only if nothing arrives for long", async () => {
    fakeTimeouts();
    const open = new OpenResponse();
    const { tyk } = clientWith([open], { timeoutMs: 1_000, totalTimeoutMs: 60_000, maxRetries: 0 });
    const clients = tyk.clients.iterate(args);
    open.write(`[${element(0)}`);
    for (let nth = 1; nth <= 5; nth += 1) {
      const next = nextId(clients);
      open.write(`,${element(nth)}`);
      expect(await next).toBe(`client-${nth - 1}`);
      await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(900);
    }
    const last = failure(clients.next());
    await advanceUntilSettled(last, 100);
    expect(await last).toMatchObject({ code: "timeout", phase: "body", limitMs: 1_000 });
    expect(open.isCancelled).toBe(true);
  });

  test("reads ahead of a slow caller, then waits without a timeout and without a slot", async () => {
    fakeTimeouts();
    const [open, other] = [new OpenResponse(), new OpenResponse()];
    const limits = { timeoutMs: 1_000, totalTimeoutMs: 2_000, maxConcurrency: 1 };
    const { tyk, sent } = clientWith([open, other], limits);
    const clients = tyk.clients.iterate(args);
    const large = element(1, "x".repeat(1_000_000));
    open.write(`[${large}`);
    for (let nth = 0; nth < 20; nth += 1) open.write(`,${large}`);
    open.write("]");
    open.close();
    expect(await nextId(clients)).toBe("client-1");
    // The caller takes an hour, and makes other calls meanwhile.
    other.write(JSON.stringify(client));
    other.close();
    expect(await tyk.clients.get({ apiId: "orders", clientId: client.client_id })).toEqual(client);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toHaveLength(2);
    expect(await clients.toArray({ limit: 100 })).toHaveLength(20);
  });

  test("ends if its signal aborts, also after everything has arrived", async () => {
    for (const isWhole of [false, true]) {
      const open = new OpenResponse();
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const clients = clientWith([open]).tyk.clients.iterate(args, options);
      open.write(`[${element(1)},${element(2)}${isWhole ? "]" : ","}`);
      if (isWhole) open.close();
      expect(await nextId(clients)).toBe("client-1");
      controller.abort();
      expect(await failure(clients.next())).toMatchObject({
        code: "aborted",
        operation: "clients.iterate",
      });
    }
  });

  test("returns an array, or fails if there are more clients than its limit", async () => {
    for (const limit of [2, 1]) {
      const open = new OpenResponse();
      open.write(`[${element(1)},${element(2)}]`);
      open.close();
      const all = clientWith([open]).tyk.clients.iterate(args).toArray({ limit });
      if (limit === 2) expect(await all).toHaveLength(2);
      else expect(await failure(all)).toMatchObject({ code: "incomplete" });
    }
  });
});
