import { beforeAll, describe, expect, test, vi } from "vitest";
import type { NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { makeAuthority, makeClient, makeServer } from "../../support/network/certificates.ts";
import type { Identity } from "../../support/network/certificates.ts";
import { nodeClient, ref, startTlsServer } from "../../support/network/node-client.ts";

const yesterday = new Date(Date.now() - 86_400_000);

let authority: Identity;
let stranger: Identity;
let server: Identity;

beforeAll(async () => {
  authority = await makeAuthority("Authority");
  stranger = await makeAuthority("Stranger");
  server = await makeServer("gateway.internal", { by: authority });
});

/** Returns the error of reading the client on a fetch with these options. */
async function failureOn(url: string, options: NodeFetchOptions): Promise<unknown> {
  return failure(nodeClient(url, options).clients.get(ref));
}

const refused = { code: "tls", outcome: "not-sent", attempts: 1 };

describe("a server's certificate", () => {
  test("is trusted if its authority is an option", async () => {
    const { url, requests } = await startTlsServer(server);
    const { ca } = { ca: authority.cert };
    for (const named of [ca, Buffer.from(ca), [ca], [stranger.cert, Buffer.from(ca)]])
      expect(await nodeClient(url, { ca: named }).clients.get(ref)).toEqual(client);
    expect(requests).toHaveLength(4);
  });

  test("is trusted if its authority is one of several in one string, with text between them", async () => {
    const { url } = await startTlsServer(server);
    const ca = `# Stranger\n${stranger.cert}\n# Authority\n${authority.cert}`;
    expect(await nodeClient(url, { ca }).clients.get(ref)).toEqual(client);
  });

  test.each([
    ["no authority is trusted", {}],
    ["another authority is trusted", { ca: () => stranger.cert }],
  ])("is not trusted if %s, and nothing is sent", async (_, { ca }: { ca?: () => string }) => {
    const { url, requests } = await startTlsServer(server);
    const error = await failureOn(url, ca === undefined ? {} : { ca: ca() });
    expect(error).toMatchObject({ ...refused, systemCode: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    expect(requests).toEqual([]);
  });

  test("is not trusted because of the environment", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { url, requests } = await startTlsServer(server);
    const error = await failureOn(url, { ca: stranger.cert });
    vi.unstubAllEnvs();
    expect(error).toMatchObject(refused);
    expect(requests).toEqual([]);
  });

  test("must not be expired", async () => {
    const expired = await makeServer("gateway.internal", {
      by: authority,
      notAfterDate: yesterday,
    });
    const { url, requests } = await startTlsServer(expired);
    const error = await failureOn(url, { ca: authority.cert });
    expect(error).toMatchObject({ ...refused, systemCode: "CERT_HAS_EXPIRED" });
    expect(requests).toEqual([]);
  });

  test("must be for the host of the URL", async () => {
    const { url, requests } = await startTlsServer(server);
    const error = await failureOn(url.replace("127.0.0.1", "localhost"), { ca: authority.cert });
    expect(error).toMatchObject({ ...refused, systemCode: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(requests).toEqual([]);
  });

  test("must be for the configured server name, which is checked and never sent", async () => {
    const names: unknown[] = [];
    const { url, requests } = await startTlsServer({
      ...server,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    const { host } = new URL(url);
    const ca = authority.cert;
    const named = nodeClient(url, { ca, servername: "gateway.internal" });
    expect(await named.clients.get(ref)).toEqual(client);
    expect(requests[0]?.headers.host).toBe(host);
    const other = await failureOn(url, { ca, servername: "other.internal" });
    expect(other).toMatchObject({ ...refused, systemCode: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(names).toEqual(["gateway.internal", "other.internal"]);
    expect(requests).toHaveLength(1);
  });
});

describe.each(["TLSv1.2", "TLSv1.3"] as const)("mutual TLS, %s", (version) => {
  const start = (): ReturnType<typeof startTlsServer> =>
    startTlsServer({
      ...server,
      requestCert: true,
      ca: [authority.cert],
      minVersion: version,
      maxVersion: version,
    });

  test("works with the client's certificate", async () => {
    const { url, requests } = await start();
    const own = await makeClient("sdk", { by: authority });
    const ca = authority.cert;
    const forms = [
      own,
      { cert: Buffer.from(own.cert), key: new Uint8Array(Buffer.from(own.key)) },
      { cert: [own.cert], key: [own.key] },
    ];
    for (const form of forms)
      expect(await nodeClient(url, { ca, ...form }).clients.get(ref)).toEqual(client);
    expect(requests).toHaveLength(forms.length);
  });

  test("works with an encrypted key", async () => {
    const { url } = await start();
    const passphrase = "correct horse";
    const own = await makeClient("sdk", { by: authority, passphrase });
    expect(own.key).toContain("ENCRYPTED");
    const tyk = nodeClient(url, { ca: authority.cert, ...own, passphrase });
    expect(await tyk.clients.get(ref)).toEqual(client);
  });

  test("is refused without a certificate, and nothing was done", async () => {
    const { url, requests } = await start();
    expect(await failureOn(url, { ca: authority.cert })).toMatchObject(refused);
    expect(requests).toEqual([]);
  });

  test("is refused with an untrusted certificate", async () => {
    const { url, requests } = await start();
    const own = await makeClient("sdk", { by: stranger });
    // Node's server closes the connection silently: during the handshake, or with TLS 1.3 after it.
    const outcome = version === "TLSv1.2" ? "not-sent" : "unknown";
    // A failed read is always "not-sent".
    const { raw } = nodeClient(url, { ca: authority.cert, ...own });
    const path = { apiID: ref.apiId, keyName: ref.clientId };
    const error = await failure(raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({ code: "connection", outcome });
    expect(requests).toEqual([]);
  });
});

test("TLS without a common version fails before anything is sent", async () => {
  const { url, requests } = await startTlsServer({
    ...server,
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "ALL:@SECLEVEL=0",
  });
  expect(await failureOn(url, { ca: authority.cert })).toMatchObject(refused);
  expect(requests).toEqual([]);
});

test("a TLS connection is used again", async () => {
  const { url, sockets, requests } = await startTlsServer(server);
  const tyk = nodeClient(url, { ca: authority.cert });
  for (let nth = 0; nth < 5; nth += 1) await tyk.clients.get(ref);
  expect(requests).toHaveLength(5);
  expect(sockets).toHaveLength(1);
});
