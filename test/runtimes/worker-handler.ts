import { TykOAuth } from "@tyk-oauth/sdk";
import { faultyClients } from "../support/runtimes/http-target.ts";
import type { HttpTarget } from "../support/runtimes/http-target.ts";

/** Creates the handler of a worker whose requests share one client. The path `/silent` makes a call that gets no response. */
export function createWorkerHandler({
  url: baseUrl,
  secret,
}: Omit<HttpTarget, "isBrowser">): (request: Request) => Promise<Response> {
  const tyk = new TykOAuth({ baseUrl, secret, maxRetries: 0, totalTimeoutMs: 20_000 });
  return async ({ url }) => {
    if (new URL(url).pathname !== "/silent") return Response.json(await tyk.apis.list());
    const ref = { apiId: "orders", clientId: faultyClients.silent };
    return Response.json(await tyk.clients.get(ref));
  };
}
