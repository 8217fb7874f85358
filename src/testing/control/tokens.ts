import { unixSeconds } from "../clock.ts";
import { deletedAnswer, errorAnswer, jsonAnswer, okAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { findApi, storageIfAny, storageOrPanic } from "../state.ts";
import { listTokens } from "../storage/api-storage.ts";
import type { ControlCall } from "./call.ts";

const pageSize = 100;

/** The tokens of a client: a bare list, or a page where one is asked for. */
export function listClientTokens(call: ControlCall): Answer {
  const { state } = call;
  const api = findApi(state, call.param("apiID"));
  if (api === undefined) return errorAnswer(404, "OAuth Client ID not found");
  const tokens = listTokens(
    storageOrPanic(state, api),
    call.param("keyName"),
    state.clock,
    state.settings.retainSeconds,
  );
  const asked = call.request.query.get("page");
  if (asked === "") return jsonAnswer(200, tokens);
  const page = pageNumber(asked);
  const start = (page - 1) * pageSize;
  // A later page has its own codes, but tells of each the expiry that stands at the same place of the first page.
  const ofPage = tokens
    .slice(start, start + pageSize)
    .map(({ code }, i) => ({ code, expires: tokens[i]?.expires ?? 0 }));
  const total = Math.ceil(tokens.length / pageSize);
  return jsonAnswer(200, {
    Pagination: { page_num: page, page_total: total, page_size: pageSize },
    Tokens: ofPage,
  });
}

/** Forgets a refresh token, known or not. */
export function invalidateRefreshToken(call: ControlCall): Answer {
  const apiId = call.request.query.get("api_id");
  if (apiId === "") return errorAnswer(400, "Missing parameter api_id");
  const api = findApi(call.state, apiId);
  if (api === undefined) return errorAnswer(404, "API for this refresh token not found");
  const storage = storageIfAny(call.state, api);
  if (storage === undefined) return errorAnswer(400, "OAuth is not enabled on this API");
  const token = call.param("keyName");
  storage.refresh.delete(token);
  return deletedAnswer(token);
}

/** Takes tokens out of every list that expired longer ago than the gateway retains them. Within a minute of another it does nothing. */
export function purgeTokens({ state, request }: ControlCall): Answer {
  if (!request.query.has("scope")) return errorAnswer(422, "scope parameter is required");
  if (request.query.get("scope") !== "lapsed") return errorAnswer(400, "unknown scope");
  const { retainSeconds } = state.settings;
  if (retainSeconds > 0 && state.purgeLock.take()) {
    for (const { tokenLists } of state.storages.values())
      tokenLists.removeUpTo(unixSeconds(state.clock) - retainSeconds);
  }
  return okAnswer("lapsed tokens purged");
}

/** What is no number, no positive one, or none that fits the gateway's integers is page 1. */
function pageNumber(asked: string): number {
  const page = /^[+-]?\d+$/.test(asked) ? BigInt(asked.replace("+", "")) : 1n;
  return page > 0n && page < 2n ** 63n ? Number(page) : 1;
}
