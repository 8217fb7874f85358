import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { deferred } from "../../support/util/deferred.ts";
import {
  closes,
  startRawServer,
  startServer,
  startSocketServer,
} from "../../support/network/server.ts";
import { runningTimers } from "../../support/util/running-timers.ts";
import { nodeFetch } from "../../support/network/node-client.ts";

/** A request that hangs, and its connection once it is made. */
interface Hanging {
  readonly url: string;
  readonly options?: NodeFetchOptions;
  readonly socket: Promise<Socket>;
}

/** Starts a server that accepts data and sends nothing, or only these bytes. */
async function silent(bytes?: string): Promise<{ url: string; socket: Promise<Socket> }> {
  const { promise, resolve } = deferred<Socket>();
  const script = (socket: Socket): void => {
    socket.once("data", () => {
      if (bytes === undefined) resolve(socket);
      else
        socket.write(bytes, () => {
          resolve(socket);
        });
    });
  };
  const { url } = await startSocketServer(script);
  return { url, socket: promise };
}

const head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{";

const phases: Record<string, () => Promise<Hanging>> = {
  "the TLS handshake": async () => {
    const { url, socket } = await silent();
    return { url: url.replace("http:", "https:"), socket };
  },
  "the proxy's response": async () => {
    const { url: proxy, socket } = await silent();
    return { url: "https://gateway.example", options: { proxy }, socket };
  },
  "the TLS handshake in a tunnel": async () => {
    const { url: proxy, socket } = await silent("HTTP/1.1 200 OK\r\n\r\n");
    return { url: "https://gateway.example", options: { proxy }, socket };
  },
  "the response head": () => silent(),
  "the rest of the response head": () => silent("HTTP/1.1 200 OK\r\ncontent-type: te"),
};

describe.each(Object.entries(phases))("while waiting for %s", (_, start) => {
  test("an abort ends the request and its connection at once", async () => {
    const { url, options, socket } = await start();
    const stop = new AbortController();
    const before = runningTimers();
    const sent = nodeFetch(options)(url, { signal: stop.signal });
    const hung = await socket;
    const reason = new Error("never mind");
    stop.abort(reason);
    await expect(sent).rejects.toBe(reason);
    hung.resume();
    expect(await closes(hung)).toBe(true);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    expect(runningTimers()).toBeLessThanOrEqual(before);
  });
});

describe("while waiting for the body", () => {
  const read: Record<string, (response: Response) => Promise<unknown>> = {
    text: (response) => response.text(),
    "a stream": async (response) => {
      const reader = response.body?.getReader();
      await reader?.read();
      return reader?.read();
    },
  };

  test.each(Object.entries(read))(
    "as %s an abort ends the reading at once, and the connection",
    async (_, all) => {
      const { url, socket } = await silent(head);
      const stop = new AbortController();
      const response = await nodeFetch()(url, { signal: stop.signal });
      const reading = all(response);
      await tick();
      const reason = new Error("never mind");
      stop.abort(reason);
      await expect(reading).rejects.toBe(reason);
      expect(await closes(await socket)).toBe(true);
      expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    },
  );

  test("an abort ends the connection if nothing has started to read", async () => {
    const { url, socket } = await silent(head);
    const stop = new AbortController();
    const response = await nodeFetch()(url, { signal: stop.signal });
    stop.abort();
    expect(await closes(await socket)).toBe(true);
    await expect(response.text()).rejects.toBe(stop.signal.reason);
  });
});

describe("while waiting for a free connection", () => {
  test("an abort ends the request, which is never sent", async () => {
    const { promise, resolve } = deferred<() => void>();
    const { url, requests, sockets } = await startServer((_, response, nth) => {
      if (nth > 1) response.end();
      else
        resolve(() => {
          response.end();
        });
    });
    const fetch = nodeFetch({ maxSockets: 1 });
    const first = fetch(`${url}/first`);
    const answer = await promise;
    const stop = new AbortController();
    const given = [fetch(`${url}/given-up`, { signal: stop.signal }), fetch(`${url}/third`)];
    await tick();
    stop.abort();
    await expect(given[0]).rejects.toBe(stop.signal.reason);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    answer();
    await first;
    expect((await given[1])?.status).toBe(200);
    expect(requests.map(({ url: path }) => path)).toEqual(["/first", "/third"]);
    expect(sockets).toHaveLength(1);
  });
});

describe("a signal", () => {
  test("that has already aborted prevents the request", async () => {
    const { url, sockets } = await startServer((_, response) => {
      response.end();
    });
    const signal = AbortSignal.abort(new Error("never mind"));
    let read = 0;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          read += 1;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const sent = nodeFetch()(url, { method: "POST", body, signal });
    await expect(sent).rejects.toBe(signal.reason);
    await tick();
    expect(sockets).toEqual([]);
    expect(read).toBe(0);
  });

  test("that aborts while the request body is read prevents the request", async () => {
    const { url, sockets } = await startServer((_, response) => {
      response.end();
    });
    const stop = new AbortController();
    const reason = new Error("never mind");
    const body = new ReadableStream({
      pull: (controller) => {
        stop.abort(reason);
        controller.close();
      },
    });
    const fetch = nodeFetch({ maxSockets: 1 });
    const sent = fetch(url, { method: "POST", body, signal: stop.signal });
    await expect(sent).rejects.toBe(reason);
    expect(sockets).toEqual([]);
    expect((await fetch(url)).status).toBe(200);
  });

  test("that aborts after the whole response arrived does not lose any of it", async () => {
    const { url, sockets } = await startServer((_, response) => {
      response.end("hello");
    });
    const stop = new AbortController();
    const fetch = nodeFetch();
    const response = await fetch(url, { signal: stop.signal });
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    stop.abort();
    expect(await response.text()).toBe("hello");
    expect((await fetch(url)).status).toBe(200);
    expect(sockets).toHaveLength(1);
  });

  test("of many requests has no listeners after they end, and causes no warning", async () => {
    const { url } = await startServer((_, response) => {
      response.end();
    });
    const warnings: Error[] = [];
    const keep = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on("warning", keep);
    const { signal } = new AbortController();
    const fetch = nodeFetch();
    for (let nth = 0; nth < 30; nth += 1) await fetch(url, { signal });
    await expect(fetch("http://127.0.0.1:1", { signal })).rejects.toThrow("fetch failed");
    const broken = await startRawServer("SSH-2.0\r\n\r\n", () => undefined);
    await expect(fetch(broken.url, { signal })).rejects.toThrow("fetch failed");
    await tick();
    process.off("warning", keep);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
