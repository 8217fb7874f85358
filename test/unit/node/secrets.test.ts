import { beforeAll, describe, expect, test } from "vitest";
import type { TykOAuth } from "@tyk-oauth/sdk";
import type { NodeFetch, NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { NodeResponse } from "../../../src/node/node-response.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { closedPort, startRawServer, startSocketServer } from "../../support/network/server.ts";
import { newClient } from "../../support/client/client.ts";
import { makeAuthority, makeClient, makeServer } from "../../support/network/certificates.ts";
import type { Identity } from "../../support/network/certificates.ts";
import { nodeFetch, ref, startTlsServer } from "../../support/network/node-client.ts";

const passphrase = "m4rk-passphrase";
const user = "m4rk-user";
const password = "m4rk-pass/word";

let authority: Identity;
let server: Identity;
let identity: NodeFetchOptions;
let markers: Record<string, string>;

beforeAll(async () => {
  authority = await makeAuthority("Authority");
  server = await makeServer("localhost", { by: authority });
  const own = await makeClient("sdk", { by: authority, passphrase });
  identity = { ca: authority.cert, ...own, passphrase };
  const [, key = ""] = own.key.split("\n");
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  markers = { key: key.trim(), passphrase, user, password, basic };
});

/** Collects everything that a program can reach: the fetch, the client, their errors and their results. */
async function everything(
  url: string,
  options: NodeFetchOptions,
  answers: boolean,
): Promise<unknown[]> {
  const fetch: NodeFetch = nodeFetch({ ...identity, ...options });
  const tyk: TykOAuth = newClient({ baseUrl: url, fetch, allowInsecureHttp: true });
  const calls = [
    tyk.clients.get(ref, { maxRetries: 0, timeoutMs: 500 }),
    fetch(url, { signal: AbortSignal.timeout(500) }),
  ];
  const ended = await Promise.allSettled(calls);
  const made: unknown[] = [fetch, { ...fetch }, tyk, ...calls];
  for (const end of ended) {
    expect(end.status).toBe(answers ? "fulfilled" : "rejected");
    if (end.status === "rejected") made.push(end.reason);
    else if (end.value instanceof NodeResponse)
      made.push(end.value, end.value.headers, await end.value.text());
    else made.push(end.value);
  }
  return made;
}

const withUser = (url: string): string =>
  url.replace("//", `//${user}:${encodeURIComponent(password)}@`);

const cases: Record<string, () => Promise<[url: string, options: NodeFetchOptions]>> = {
  "a certificate that is not trusted": async () => {
    const stranger = await makeServer("localhost", {});
    return [(await startTlsServer(stranger)).url, {}];
  },
  "a client that is not trusted": async () => {
    const other = await makeAuthority("Other");
    const { url } = await startTlsServer({ ...server, requestCert: true, ca: [other.cert] });
    return [url, {}];
  },
  "a connection that is refused": async () => [(await closedPort()).url, {}],
  "a response that is not HTTP": async () => [
    (await startRawServer("SSH-2.0\r\n\r\n", () => undefined)).url,
    {},
  ],
  "no response": async () => [(await startSocketServer(() => undefined)).url, {}],
  "a proxy that refuses": async () => {
    const proxy = await startRawServer("HTTP/1.1 407 No\r\n\r\n", (socket) => socket.end());
    return ["https://gateway.example", { proxy: withUser(proxy.url) }];
  },
  "a proxy that refuses plain http": async () => {
    const proxy = await startRawServer("HTTP/1.1 407 No\r\n\r\n", (socket) => socket.end());
    return ["http://gateway.example", { proxy: withUser(proxy.url) }];
  },
  "a proxy that does not run": async () => [
    "https://gateway.example",
    { proxy: withUser((await closedPort()).url) },
  ],
  "a proxy that does not send HTTP": async () => {
    const proxy = await startRawServer(`${user}:${password}\r\n\r\n`, (socket) => socket.end());
    return ["https://gateway.example", { proxy: withUser(proxy.url) }];
  },
};

describe("keys, passphrases and passwords are not shown", () => {
  test.each(Object.entries(cases))("after %s", async (_, start) => {
    const [url, options] = await start();
    expect(leaks(markers, ...(await everything(url, options, false)))).toEqual([]);
  });

  test("after a success", async () => {
    const { url, requests } = await startTlsServer({
      ...server,
      requestCert: true,
      ca: [authority.cert],
    });
    expect(leaks(markers, ...(await everything(url, {}, true)), requests)).toEqual([]);
  });

  test("the check finds secrets that are shown", () => {
    expect(leaks(markers, { options: { ...identity } })).toEqual(["key", "passphrase"]);
    expect(leaks(markers, withUser("http://a"), markers["basic"])).toEqual([
      "user",
      "password",
      "basic",
    ]);
  });
});
