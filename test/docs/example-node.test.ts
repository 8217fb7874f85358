import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { makeAuthority, makeClient, makeServer } from "../support/network/certificates.ts";
import type { Identity } from "../support/network/certificates.ts";
import { setUpFixture } from "../support/docs/example-fixture.ts";
import { run } from "../support/docs/script.ts";

/** Starts a TLS server in front of a server, which requires a client certificate. Returns its address. */
async function startTlsBefore(url: string, server: Identity, ca: string): Promise<string> {
  const { port } = new URL(url);
  const outer = createServer({ ...server, ca, requestCert: true }, (socket) => {
    const inner = connect({ host: "127.0.0.1", port: Number(port) });
    socket.pipe(inner).pipe(socket);
    for (const one of [socket, inner]) one.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => {
    outer.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    outer.close();
  });
  return `https://127.0.0.1:${(outer.address() as AddressInfo).port}`;
}

test("node-mutual-tls.ts connects with a client certificate and a private authority", async () => {
  const authority = await makeAuthority("Authority");
  const identities = {
    server: await makeServer("gateway.internal", { by: authority }),
    client: await makeClient("sdk", { by: authority }),
    stranger: await makeAuthority("Stranger"),
  };
  const folder = mkdtempSync(join(tmpdir(), "tyk-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const ca = write("ca.pem", authority.cert);
  const strange = write("stranger.pem", identities.stranger.cert);
  const cert = write("client.pem", identities.client.cert);
  const key = write("client-key.pem", identities.client.key);

  const { env } = await setUpFixture();
  const { TYK_GATEWAY_URL: url = "" } = env;
  const behindTls = {
    ...env,
    TYK_GATEWAY_URL: await startTlsBefore(url, identities.server, authority.cert),
  };
  const example = (...args: string[]): ReturnType<typeof run> =>
    run("examples/node-mutual-tls.ts", args, { env: behindTls });

  expect(await example(ca, cert, key)).toEqual({ exitCode: 0, output: "orders\nbilling\n" });
  const distrusted = await example(strange, cert, key);
  expect(distrusted.exitCode).toBe(1);
  expect(distrusted.output).toMatch(
    /^the certificate was not accepted; nothing was sent \(\w+\)\n$/,
  );
  const mixed = await example(ca, cert, ca);
  expect(mixed.exitCode).toBe(1);
  expect(mixed.output).toMatch(/^key cannot be used with this cert and this passphrase \(\w+\)\n$/);
});
