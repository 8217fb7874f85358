import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { faultyApi, faultyClients } from "./http-target.ts";
import type { HttpTarget } from "./http-target.ts";

/** A gateway on 127.0.0.1, until it is disposed of. */
export interface ServedGateway extends AsyncDisposable {
  readonly target: Omit<HttpTarget, "isBrowser">;
}

/** Longer than any run. The connection of a silent request ends with its caller or with the server. */
const neverMs = 2 ** 31 - 1;

/** Serves an embedded gateway over HTTP, with the faults that the cases need. */
export async function serveGateway(): Promise<ServedGateway> {
  // With murmur64 an API refuses a revoked token at once, without ten seconds of waiting.
  const gateway = createGateway({
    hashKeyFunction: "murmur64",
    listHashedKeys: true,
    // The default is part of the code, where a search for leaked secrets would find it.
    secret: `secret-of-${randomUUID()}`,
  });
  const read = (clientId: string) => ({
    method: "GET" as const,
    path: `/tyk/oauth/clients/orders/${clientId}`,
  });
  gateway.fail(read(faultyClients.silent), { delayMs: neverMs }, Infinity);
  const redirect = { status: 307, headers: { location: "/hello" } };
  gateway.fail(read(faultyClients.redirected), redirect, Infinity);
  gateway.fail(read(faultyClients.dropped), "drop", 1);
  const tokenRequest = { method: "POST" as const, path: new RegExp(`^/${faultyApi}/oauth/token`) };
  gateway.fail(tokenRequest, "applied-then-drop", Infinity);
  const server = await gateway.listen();
  return {
    target: { url: server.url, secret: gateway.secret, closedUrl: await findClosedUrl() },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function findClosedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
