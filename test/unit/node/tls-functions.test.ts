import type { TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { client } from "../../support/samples/samples.ts";
import { makeAuthority, makeClient, makeServer } from "../../support/network/certificates.ts";
import type { Identity } from "../../support/network/certificates.ts";
import {
  answerClient,
  nodeClient,
  ref,
  startTlsServer,
} from "../../support/network/node-client.ts";

const yesterday = new Date(Date.now() - 86_400_000);
let authority: Identity;
let server: Identity;
let first: Identity;
let second: Identity;
let expired: Identity;

beforeAll(async () => {
  authority = await makeAuthority("Authority");
  server = await makeServer("gateway.internal", { by: authority });
  first = await makeClient("first", { by: authority });
  second = await makeClient("second", { by: authority });
  expired = await makeClient("expired", { by: authority, notAfterDate: yesterday });
});

/** Starts a server that requires a client's certificate, and records the name in the certificate of each request. */
async function startMutualServer(): Promise<{ url: string; names: string[] }> {
  const names: string[] = [];
  const { url } = await startTlsServer(
    { ...server, ca: authority.cert, requestCert: true },
    (request, response, nth) => {
      const { subject } = (response.socket as TLSSocket).getPeerCertificate();
      names.push(String(subject.CN));
      // The next request needs a new connection.
      response.setHeader("connection", "close");
      answerClient(request, response, nth);
    },
  );
  return { url, names };
}

/** Returns options whose functions read an identity, which can be replaced. */
function rotating(identity: Identity): { options: NodeFetchOptions; current: Identity } {
  const state = {
    current: identity,
    options: {
      ca: authority.cert,
      cert: () => state.current.cert,
      key: () => Promise.resolve(Buffer.from(state.current.key)),
    },
  };
  return state;
}

describe("a client's certificate from functions", () => {
  test("is read again for each new connection, and a resumed session never hides the new one", async () => {
    const { url, names } = await startMutualServer();
    const state = rotating(first);
    const tyk = nodeClient(url, state.options);
    for (const identity of [first, first, second, second, first]) {
      state.current = identity;
      expect(await tyk.clients.get(ref)).toEqual(client);
    }
    expect(names).toEqual(["first", "first", "second", "second", "first"]);
  });

  test("can expire, and the next one is accepted without a restart", async () => {
    const { url, names } = await startMutualServer();
    const state = rotating(expired);
    const tyk = nodeClient(url, state.options);
    const error = await failure(tyk.clients.get(ref));
    expect(error).toMatchObject({ outcome: "not-sent" });
    expect(names).toEqual([]);
    state.current = second;
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(names).toEqual(["second"]);
  });

  test("is read for each of several new connections at once", async () => {
    const { url, names } = await startMutualServer();
    let calls = 0;
    const cert = async (): Promise<string> => {
      calls += 1;
      await Promise.resolve();
      return first.cert;
    };
    const tyk = nodeClient(url, { ca: () => authority.cert, cert, key: first.key });
    await Promise.all(Array.from({ length: 5 }, () => tyk.clients.get(ref)));
    expect(names).toEqual(Array.from({ length: 5 }, () => "first"));
    expect(calls).toBe(5);
  });

  test("is not read while a connection is idle and can be used", async () => {
    const { url } = await startTlsServer(server);
    let calls = 0;
    const ca = (): string => {
      calls += 1;
      return authority.cert;
    };
    const tyk = nodeClient(url, { ca });
    await tyk.clients.get(ref);
    await tyk.clients.get(ref);
    expect(calls).toBe(1);
  });

  test("can have a passphrase from a function", async () => {
    const { url, names } = await startMutualServer();
    const locked = await makeClient("locked", { by: authority, passphrase: "p4ss" });
    const options = { ca: authority.cert, cert: locked.cert, key: locked.key };
    const tyk = nodeClient(url, { ...options, passphrase: () => "p4ss" });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(names).toEqual(["locked"]);
    const error = await failure(
      nodeClient(url, { ...options, passphrase: () => "wr0ng" }).clients.get(ref),
    );
    expect(error.message).toContain("key cannot be used with this cert and this passphrase");
    expect(error.message).not.toContain("wr0ng");
  });
});

const leak = "s3cret-of-a-vault";

test.each<[string, NodeFetchOptions, string]>([
  ["throws", { ca: throwing }, "the function ca failed (RangeError)"],
  ["rejects", { ca: () => rejectedWith(leak) }, "the function ca failed (string)"],
  ["returns undefined", { ca: () => undefined as never }, "the function ca returned undefined"],
  ["returns null", { ca: () => null as never }, "ca must be PEM"],
  ["returns a BigInt", { ca: () => 5n as never }, "ca must be PEM"],
  ["returns no PEM", { ca: () => leak }, "ca contains no PEM block"],
  [
    "returns a broken certificate",
    { ca: () => `-----BEGIN CERTIFICATE-----\n${leak}\n-----END CERTIFICATE-----` },
    "ca contains a certificate that cannot be read",
  ],
  ["returns an empty list", { ca: () => [] }, "ca must not be an empty list"],
])("if a function %s, nothing is sent, and no message shows a secret", async (_, options, why) => {
  const { url, requests } = await startTlsServer(server);
  const error = await failure(nodeClient(url, options).clients.get(ref));
  expect(error).toMatchObject({ code: "config", outcome: "not-sent", attempts: 1 });
  expect(error.message).toContain(why);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(leak);
  expect(requests).toEqual([]);
});

function throwing(): never {
  throw new RangeError(leak);
}

test("a key that does not belong to the certificate is refused, and nothing is sent", async () => {
  const { url, names } = await startMutualServer();
  const options = { ca: authority.cert, cert: () => first.cert, key: () => second.key };
  const error = await failure(nodeClient(url, options).clients.get(ref));
  expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
  expect(error.message).toContain("key cannot be used with this cert");
  expect(names).toEqual([]);
});

test("a function that hangs ends with connectTimeoutMs, and nothing is sent", async () => {
  const { url, requests } = await startTlsServer(server);
  const { promise } = deferred<string>();
  const options = { ca: () => promise, connectTimeoutMs: 1 };
  const error = await failure(nodeClient(url, options, { maxRetries: 0 }).clients.get(ref));
  expect(error).toMatchObject({ code: "connection", systemCode: "ETIMEDOUT", outcome: "not-sent" });
  expect(requests).toEqual([]);
});

test("a function that is pending does not delay an abort, and its later result opens no connection", async () => {
  const { url, requests } = await startTlsServer(server);
  const { promise, resolve } = deferred<string>();
  const stop = new AbortController();
  const call = nodeClient(url, { ca: () => promise }).clients.get(ref, { signal: stop.signal });
  const failed = failure(call);
  setImmediate(() => {
    stop.abort();
  });
  expect(await failed).toMatchObject({ code: "aborted" });
  resolve(authority.cert);
  await promise;
  expect(requests).toEqual([]);
});

test("what is no function is checked at once, and functions are not called", () => {
  let calls = 0;
  const called = (): string => {
    calls += 1;
    return first.cert;
  };
  expect(() => createNodeFetch({ cert: called })).toThrow("cert needs the option key");
  expect(() => createNodeFetch({ cert: called, key: "x" })).toThrow("key contains no PEM block");
  expect(() => createNodeFetch({ passphrase: called })).toThrow("passphrase needs the option key");
  createNodeFetch({ cert: called, key: called, passphrase: called });
  expect(calls).toBe(0);
});
