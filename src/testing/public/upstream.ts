import type { GatewayResponse } from "../http/response.ts";
import { percentDecode, percentEncode } from "../go/percent-encoding.ts";
import type { GatewayRequest } from "../http/request.ts";
import { parseTemplate } from "../routing/template.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewaySettings } from "../settings/gateway-settings.ts";
import type { GatewayState } from "../gateway-state.ts";

/** Passes a request to the upstream, with the path behind the listen path. */
export function callUpstream(
  state: GatewayState,
  api: Api,
  request: GatewayRequest,
): GatewayResponse | Promise<GatewayResponse> {
  const rest = stripListenPath(api.listenPath, request);
  const query = request.rawQuery === "" ? "" : `?${request.rawQuery}`;
  const { upstream } = state.settings;
  if (upstream !== undefined)
    return callCustomUpstream(upstream, `${rest || "/"}${query}`, request);
  const secret = request.headers.get("x-tyk-authorization");
  const seen = { method: request.method, url: `/upstream${rest}${query}` };
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(secret === null ? seen : { ...seen, "x-tyk-authorization": secret }),
  };
}

async function callCustomUpstream(
  upstream: NonNullable<GatewaySettings["upstream"]>,
  target: string,
  request: GatewayRequest,
): Promise<GatewayResponse> {
  const { method, headers } = request;
  const body = method === "GET" || method === "HEAD" ? null : new Uint8Array(request.body);
  const url = `https://upstream.invalid${target}`;
  const response = await upstream(new Request(url, { method, headers, body }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

/**
 * Returns the path behind the listen path: as it was sent if possible, with a leading slash unless it is empty. A request by
 * the API's id keeps its whole path.
 */
function stripListenPath(listenPath: string, request: GatewayRequest): string {
  const pattern = listenPath.includes("{") ? parseTemplate(listenPath, "path") : undefined;
  const cut = (path: string): string => {
    if (path.startsWith(listenPath)) return path.slice(listenPath.length);
    return pattern === undefined ? path : path.replace(new RegExp(`^${pattern.source}`), "");
  };
  const decoded = cut(request.path);
  const raw = cut(request.rawPath);
  const rest = percentDecode(raw, "path") === decoded ? raw : percentEncode(decoded, "path");
  const trimmed = rest.replace(/^\/+/, "");
  return trimmed === "" ? "" : `/${trimmed}`;
}
