import { inspect } from "node:util";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readFetchFailure } from "../../../src/transport/fetch-failure.ts";
import { NodeResponse } from "../../../src/node/node-response.ts";
import { closes, startRawServer, startServer } from "../../support/network/server.ts";
import { turns } from "../../support/util/turns.ts";
import { nodeFetch } from "../../support/network/node-client.ts";

describe("a body", () => {
  const text = '{"a":["ü"]}';
  const start = (delayMs: number): Promise<{ url: string }> =>
    startServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.flushHeaders();
      setTimeout(() => {
        response.end(text);
      }, delayMs);
    });

  const form = '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n';

  describe.each([
    ["that arrives before it is read", 0],
    ["that arrives while it is read", 20],
  ])("%s", (_, delayMs) => {
    test.each<[string, (response: Response) => Promise<unknown>, unknown]>([
      ["text", (response) => response.text(), text],
      ["json", (response) => response.json(), { a: ["ü"] }],
      ["bytes", (response) => response.bytes(), new Uint8Array(Buffer.from(text))],
      [
        "arrayBuffer",
        async (response) => new Uint8Array(await response.arrayBuffer()),
        new Uint8Array(Buffer.from(text)),
      ],
      [
        "blob",
        async (response) => {
          const blob = await response.blob();
          return [blob.type, await blob.text()];
        },
        ["application/json; charset=utf-8", text],
      ],
      [
        "a stream",
        async (response) => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of response.body ?? []) chunks.push(chunk);
          return Buffer.concat(chunks).toString();
        },
        text,
      ],
      [
        "the text of a clone",
        async (response) => {
          const copy = response.clone();
          return [await response.text(), await copy.text(), copy.url === response.url];
        },
        [text, text, true],
      ],
    ])("can be read once as %s", async (__, read, expected) => {
      const { url } = await start(delayMs);
      const response = await nodeFetch()(url);
      expect(response.bodyUsed).toBe(false);
      if (delayMs === 0) await tick();
      expect(await read(response)).toEqual(expected);
      expect(response.bodyUsed).toBe(true);
      for (const again of ["text", "json", "bytes", "arrayBuffer", "blob"] as const)
        await expect(response[again]()).rejects.toBeInstanceOf(TypeError);
      expect(() => response.clone()).toThrow(TypeError);
    });
  });

  test("can be read as a form", async () => {
    const { url } = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "multipart/form-data; boundary=b" }).end(form);
    });
    expect([...(await (await nodeFetch()(url)).formData())]).toEqual([["a", "1"]]);
  });

  test("is not used by reading the property body", async () => {
    const { url } = await start(0);
    const response = await nodeFetch()(url);
    expect(response.body).toBeInstanceOf(ReadableStream);
    await wait(5);
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe(text);
  });

  test("has its own buffer of exactly its size", async () => {
    const { url } = await startServer((_, response) => {
      response.end("hello");
    });
    const { buffer } = await (await nodeFetch()(url)).bytes();
    expect(buffer.byteLength).toBe(5);
  });

  test("that is being read stays with its reader", async () => {
    const { url } = await start(0);
    const response = await nodeFetch()(url);
    const reader = response.body?.getReader();
    await expect(response.text()).rejects.toBeInstanceOf(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(text);
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });

  test("that is missing is empty, and can be read again", async () => {
    const { url } = await startServer((_, response) => {
      response.writeHead(204).end();
    });
    const response = await nodeFetch()(url);
    const copy = response.clone();
    expect(response.body).toBeNull();
    expect(await response.text()).toBe("");
    expect(await copy.text()).toBe("");
  });

  test("does not appear when the response is printed", async () => {
    const { url } = await start(0);
    const response = await nodeFetch()(url);
    await tick();
    expect(Object.prototype.toString.call(response)).toBe("[object Response]");
    const printed = inspect(response, { depth: 9, showHidden: true }) + JSON.stringify(response);
    expect(printed).not.toContain("ü");
    expect(await response.text()).toBe(text);
  });
});

describe("a large body", () => {
  const chunk = Buffer.alloc(65_536, "x");

  /** Sends as much as the client accepts, and counts it. */
  async function startFlood(): Promise<{
    url: string;
    taken: () => number;
    socket: () => unknown;
  }> {
    let taken = 0;
    const { url, sockets } = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const more = (): void => {
        if (response.destroyed) return;
        taken += chunk.length;
        response.write(chunk, more);
      };
      more();
    });
    return { url, taken: () => taken, socket: () => sockets[0] };
  }

  /** Waits until nothing more is accepted. A socket has no event for that, so the count must stay the same for many turns. */
  async function settled(taken: () => number): Promise<number> {
    for (let last = -1; ;) {
      const now = taken();
      if (now === last) return now;
      last = now;
      await turns(200);
    }
  }

  test("stays at the server until it is read", async () => {
    const { url, taken } = await startFlood();
    const response = await nodeFetch()(url);
    const before = await settled(taken);
    // The kernel buffers on both sides, and nothing beyond them.
    expect(before).toBeLessThan(16 * 1024 * 1024);
    const reader = response.body?.getReader();
    for (let read = 0; read < before + 1024 * 1024;)
      read += (await reader?.read())?.value?.byteLength ?? Number.POSITIVE_INFINITY;
    expect(await settled(taken)).toBeGreaterThan(before);
    expect(await settled(taken)).toBeLessThan(before * 2 + 16 * 1024 * 1024);
    await reader?.cancel();
  });

  test("closes its connection when it is discarded", async () => {
    const { url, socket } = await startFlood();
    const fetch = nodeFetch();
    await (await fetch(url)).body?.cancel();
    expect(await closes(socket() as never)).toBe(true);
  });

  test("closes its connection when it is discarded while a read waits, and ends the read", async () => {
    const { url, sockets } = await startRawServer(
      "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n",
      () => undefined,
    );
    const reader = (await nodeFetch()(url)).body?.getReader();
    const waiting = reader?.read();
    await reader?.cancel();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await closes(sockets[0])).toBe(true);
  });

  test("arrives completely", async () => {
    const whole = Buffer.alloc(3_000_000, "0123456789");
    const { url } = await startServer((_, response) => {
      response.end(whole);
    });
    const fetch = nodeFetch();
    expect(Buffer.from(await (await fetch(url)).bytes()).equals(whole)).toBe(true);
    const late = await fetch(url);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(Buffer.from(await late.bytes()).equals(whole)).toBe(true);
  });
});

test.each([
  ["small one", 5],
  ["larger one than is kept", 100_000],
])(
  "a body that has come completely, a %s, keeps its connection when it is cancelled",
  async (_, size) => {
    const { url, sockets } = await startServer((__, response) => {
      response.end(Buffer.alloc(size));
    });
    const fetch = nodeFetch();
    for (let nth = 0; nth < 3; nth += 1) {
      const { body } = await fetch(url);
      await turns(50);
      await body?.cancel();
      await turns(20);
    }
    expect(sockets).toHaveLength(1);
  },
);

test("a read of a discarded body ends", async () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
  const { url, sockets } = await startRawServer(head, () => undefined);
  const response = await nodeFetch()(url);
  if (!(response instanceof NodeResponse)) throw new Error("It is another response");
  const reader = response.reader();
  const waiting = expect(reader.read()).rejects.toThrow("closed");
  await reader.cancel();
  await waiting;
  expect(await closes(sockets[0])).toBe(true);
});

test("a reset is an error even without a content length", async () => {
  const { url } = await startRawServer("HTTP/1.1 200 OK\r\n\r\nhel", (socket) => {
    setTimeout(() => {
      socket.resetAndDestroy();
    }, 20);
  });
  const response = await nodeFetch()(url);
  const error: unknown = await response.text().catch((reason: unknown) => reason);
  expect(readFetchFailure(error)).toMatchObject({ systemCode: "ECONNRESET" });
});
