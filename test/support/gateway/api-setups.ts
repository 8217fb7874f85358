import { createGateway } from "../../../src/testing/index.ts";
import type { ApiSetup, GatewayOptions } from "../../../src/testing/index.ts";
import { byHttp } from "../recordings/send.ts";

export const everyVersion: readonly string[] = ["5.14.0", "5.3.0", "4.3.0", "3.0.0"];

/** A keyless API. Its upstream responds with the path behind the listen path. */
export function keylessApi(
  api_id: string,
  listen_path: string,
  more: Partial<ApiSetup> = {},
): ApiSetup {
  return { api_id, listen_path, use_keyless: true, ...more };
}

export function oauthApi(
  api_id: string,
  listen_path: string,
  more: Partial<ApiSetup> = {},
): ApiSetup {
  return { api_id, listen_path, ...more };
}

/** Sends a path with a Host header. Returns what the upstream received, or the status and the first word. */
export async function responseTo(
  options: GatewayOptions,
  path: string,
  host = "gateway.example",
  method = "GET",
): Promise<string> {
  const server = await createGateway(options).listen();
  const secret = { "x-tyk-authorization": "embedded-gateway-secret" };
  const answer = await byHttp(server.url)({ method, path, headers: { host, ...secret } });
  await server.close();
  if ("error" in answer) return answer.error;
  if (answer.status !== 200) return String(answer.status);
  return (JSON.parse(answer.body) as { url?: string }).url ?? answer.body.trim();
}
