import { findManager, requireManager } from "../gateway-state.ts";
import {
  createDeleteResponse,
  createErrorResponse,
  createJsonResponse,
  createOkResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { ControlCall } from "./control-call.ts";

const pageSize = 100;

/** Responds with a client's tokens: a bare list, or a page if the query has `page`. */
export function handleListTokens({ state, request, param }: ControlCall): GatewayResponse {
  const api = state.apis.find(param("apiID"));
  if (api === undefined) return createErrorResponse(404, "OAuth Client ID not found");
  const { storage } = requireManager(state, api);
  const tokens = storage.tokenLists.listUnexpired(param("keyName"));
  const requestedPage = request.query.get("page");
  if (requestedPage === "") return createJsonResponse(200, tokens);
  const page = parsePageNumber(requestedPage);
  const start = (page - 1) * pageSize;
  // A real gateway takes `expires` of a later page from the same positions of the first page.
  const ofPage = tokens
    .slice(start, start + pageSize)
    .map(({ code }, i) => ({ code, expires: tokens[i]?.expires ?? 0 }));
  const total = Math.ceil(tokens.length / pageSize);
  return createJsonResponse(200, {
    Pagination: { page_num: page, page_total: total, page_size: pageSize },
    Tokens: ofPage,
  });
}

/** Deletes a refresh token, even an unknown one (Trap 17). */
export function handleInvalidateRefresh({ state, request, param }: ControlCall): GatewayResponse {
  const apiId = request.query.get("api_id");
  if (apiId === "") return createErrorResponse(400, "Missing parameter api_id");
  const api = state.apis.find(apiId);
  if (api === undefined) return createErrorResponse(404, "API for this refresh token not found");
  const manager = findManager(state, api);
  if (manager === undefined) return createErrorResponse(400, "OAuth is not enabled on this API");
  const token = param("keyName");
  manager.storage.refreshTokens.delete(token);
  return createDeleteResponse(token);
}

/**
 * Removes tokens that expired longer ago than the retention period from every list. Does nothing within 60 s of another
 * purge (Trap 36).
 */
export function handlePurgeTokens({ state, request }: ControlCall): GatewayResponse {
  if (!request.query.has("scope")) return createErrorResponse(422, "scope parameter is required");
  if (request.query.get("scope") !== "lapsed") return createErrorResponse(400, "unknown scope");
  if (state.settings.retainSeconds > 0 && state.purgeLock.tryAcquire())
    for (const { tokenLists } of state.storages.values()) tokenLists.purge();
  return createOkResponse("lapsed tokens purged");
}

/** Reads as page 1 what is not a positive 64-bit integer. */
function parsePageNumber(requestedPage: string): number {
  const page = /^[+-]?\d+$/.test(requestedPage) ? BigInt(requestedPage.replace("+", "")) : 1n;
  return page > 0n && page < 2n ** 63n ? Number(page) : 1;
}
