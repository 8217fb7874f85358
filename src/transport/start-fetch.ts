import type { TykFetch } from "../types/options.ts";
import { discardBody } from "./body-reader.ts";
import { FetchRejection } from "./fetch-rejection.ts";

/** Calls `fetch`. */
export function startFetch(fetch: TykFetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return Promise.resolve(fetch(url, init));
  } catch (error) {
    throw new FetchRejection(error, { isThrown: true });
  }
}

/** Discards the body of a late response. A custom `fetch` that ignores its signal may still respond after the call ended. */
export function discardLateResponse(sent: Promise<Response>): void {
  sent
    .then(({ body }) => {
      discardBody(body);
    })
    .catch(() => undefined);
}
