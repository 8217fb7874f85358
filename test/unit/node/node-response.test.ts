import { inspect } from "node:util";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFetchFailure } from "../../../src/transport/fetch-failure.ts";
import { NodeResponse } from "../../../src/node/node-response.ts";
import type { TykFetch } from "@tyk-oauth/sdk";
import {
  closed,
  startRawServer,
  startServer,
  startSocketServer,
} from "../../support/network/server.ts";
import { nodeFetch } from "../../support/network/node-client.ts";

const builtIn: TykFetch = (url, init) => globalThis.fetch(url, init);

/** Reads everything that a response shows, or the error that came instead. */
async function seen(fetch: TykFetch, url: string): Promise<object> {
  try {
    const response = await fetch(url, { redirect: "manual" });
    const { status, statusText, ok, redirected, type } = response;
    const head = { status, statusText, ok, redirected, type, url: response.url };
    const headers = [...response.headers];
    const cookies = response.headers.getSetCookie();
    const hasBody = response.body !== null;
    const text = await response.text().catch((error: unknown) => ({
      cut: readFetchFailure(error).kind,
      error: error instanceof TypeError,
    }));
    return { head, headers, cookies, hasBody, text };
  } catch (error) {
    const { kind, outcome } = readFetchFailure(error);
    return { kind, outcome, error: error instanceof TypeError };
  }
}

const answers: Record<string, string> = {
  "a length": "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
  chunks: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
  "chunks with extensions and trailers":
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nx-after: 1\r\n\r\n",
  "no length": "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello",
  "HTTP/1.0": "HTTP/1.0 200 OK\r\n\r\nhello",
  "an empty body": "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  "no reason": "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}",
  "a reason of its own": "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 2\r\n\r\n{}",
  "204": "HTTP/1.1 204 No Content\r\n\r\n",
  "205": "HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n",
  "304": "HTTP/1.1 304 Not Modified\r\netag: a\r\n\r\n",
  "a redirect": "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 5\r\n\r\nhello",
  "a redirect to nowhere": "HTTP/1.1 301 Moved\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n",
  "an error": "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\nno",
  "headers of all kinds":
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Twice: 1\r\nx-twice: 2\r\nX-Empty:\r\nX-Space:  a b\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nX-Latin: \u00fc\r\n__proto__: 1\r\n\r\n",
  "103 before it, twice":
    "HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
  "a byte order mark": "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\u00ef\u00bb\u00bf{}",
  "no UTF-8": "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n\u00fc\u0080a",
  "more than it says": "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}more",
  "less than it says": "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}",
  "chunks without an end": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n",
  "chunks that are none": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n",
  "a head without an end": "HTTP/1.1 200 OK\r\ncontent-le",
  "two lengths": "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
  "a length and chunks":
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  "a length that is no number": "HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}",
  "a header that is none": "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
  "a head of 15 KiB": `HTTP/1.1 200 OK\r\nx-large: ${"x".repeat(15_000)}\r\ncontent-length: 2\r\n\r\n{}`,
  "a head of 17 KiB": `HTTP/1.1 200 OK\r\nx-large: ${"x".repeat(17_000)}\r\ncontent-length: 2\r\n\r\n{}`,
  "nothing at all": "",
  "no HTTP": "SSH-2.0-OpenSSH_9.9\r\n\r\n",
};

describe("a response equals that of the built-in fetch:", () => {
  test.each(Object.entries(answers))("%s", async (_, bytes) => {
    const { url } = await startRawServer(Buffer.from(bytes, "latin1"), (socket) => socket.end());
    expect(await seen(nodeFetch(), url)).toEqual(await seen(builtIn, url));
  });

  // The built-in fetch loses the earlier part of a split reason phrase, so this fetch is compared with
  // itself.
  test("for any split into packets", async () => {
    let bytes = Buffer.alloc(0);
    let pieces: number[] = [];
    const { url } = await startSocketServer((socket) => {
      socket.setNoDelay(true).on("data", () => {
        void send();
      });
      const send = async (): Promise<void> => {
        let from = 0;
        for (const to of [...pieces, bytes.length]) {
          socket.write(bytes.subarray(from, to));
          from = to;
          await tick();
        }
        socket.end();
      };
    });
    const fetch = nodeFetch();
    // Avoids reusing a connection that the server is about to close.
    fetch.close();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(answers)),
        fc.array(fc.nat(400), { maxLength: 5 }),
        async (answer, cuts) => {
          bytes = Buffer.from(answer, "latin1");
          pieces = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
          const inPieces = await seen(fetch, url);
          pieces = [];
          expect(inPieces).toEqual(await seen(fetch, url));
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("an unrequested 100 is skipped, like any informational response", async () => {
  const head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
  const { url } = await startRawServer(head, () => undefined);
  expect(await seen(nodeFetch(), url)).toMatchObject({ head: { status: 200 }, text: "{}" });
});

describe("a status that the platform's Response does not accept", () => {
  test.each([600, 999])("%i is returned unchanged", async (status) => {
    const { url } = await startRawServer(
      `HTTP/1.1 ${status} Odd\r\ncontent-length: 5\r\n\r\nhello`,
      () => undefined,
    );
    const response = await nodeFetch()(url);
    const copy = response.clone();
    for (const one of [response, copy]) {
      expect(one).toMatchObject({ status, statusText: "Odd", ok: false });
      expect(await one.text()).toBe("hello");
    }
  });

  test("an unrequested 101 is a failed connection", async () => {
    const head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n";
    const { url, sockets } = await startRawServer(head, () => undefined);
    expect(await seen(nodeFetch(), url)).toEqual(await seen(builtIn, url));
    expect(await closed(sockets[0])).toBe(true);
  });
});

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
    ["that has come before it is read", 0],
    ["that comes while it is read", 20],
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

  /** Waits until nothing more is accepted. */
  async function settled(taken: () => number): Promise<number> {
    for (let last = -1; ;) {
      const now = taken();
      if (now === last) return now;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 100));
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
    expect(await closed(socket() as never)).toBe(true);
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
    expect(await closed(sockets[0])).toBe(true);
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
      await wait(20);
      await body?.cancel();
      await wait(5);
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
  expect(await closed(sockets[0])).toBe(true);
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
