import { createServer } from "node:https";
import type { ServerOptions } from "node:https";
import { onTestFinished } from "vitest";
import type { TykOAuth, TykOAuthOptions } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { NodeFetch, NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { newClient } from "../client/client.ts";
import { client } from "../samples/samples.ts";
import { sendJson, startServer } from "./server.ts";
import type { RequestHandler, TestServer } from "./server.ts";

/** The client that these tests read. */
export const ref = { apiId: "orders", clientId: "shop-web" };

/** Responds to each request with the client. */
export const answerClient: RequestHandler = (_, response) => {
  sendJson(response, 200, client);
};

/** Starts a TLS server. */
export function startTlsServer(
  options: ServerOptions,
  script: RequestHandler = answerClient,
  path?: string,
): Promise<TestServer> {
  return startServer(script, (listener) => createServer(options, listener), path);
}

/** Creates a fetch whose connections close when the test ends. */
export function nodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const fetch = createNodeFetch(options);
  onTestFinished(() => {
    fetch.close();
  });
  return fetch;
}

/** Creates a client on such a fetch. */
export function nodeClient(
  baseUrl: string,
  options: NodeFetchOptions = {},
  more: Partial<TykOAuthOptions> = {},
): TykOAuth {
  return newClient({ baseUrl, fetch: nodeFetch(options), ...more });
}
