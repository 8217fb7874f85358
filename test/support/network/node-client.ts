import { createServer } from "node:https";
import type { ServerOptions } from "node:https";
import { onTestFinished } from "vitest";
import type { TykOAuth, TykOAuthOptions } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { NodeFetch, NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { newClient } from "../client/new-client.ts";
import { client } from "../samples/samples.ts";
import { sendJson, startServer } from "./server.ts";
import type { Script, TestServer } from "./server.ts";

/** What each call of these tests asks for. */
export const ref = { apiId: "orders", clientId: "shop-web" };

/** Answers each request with the client. */
export const answerClient: Script = (_, response) => {
  sendJson(response, 200, client);
};

/** Starts a server that speaks TLS. */
export function startTlsServer(
  options: ServerOptions,
  script: Script = answerClient,
  path?: string,
): Promise<TestServer> {
  return startServer(script, (listener) => createServer(options, listener), path);
}

/** A fetch whose connections go when the test ends. */
export function nodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const fetch = createNodeFetch(options);
  onTestFinished(() => {
    fetch.close();
  });
  return fetch;
}

/** A client on such a fetch. */
export function nodeClient(
  baseUrl: string,
  options: NodeFetchOptions = {},
  more: Partial<TykOAuthOptions> = {},
): TykOAuth {
  return newClient({ baseUrl, fetch: nodeFetch(options), ...more });
}
