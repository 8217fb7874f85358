import type { OAuthToken } from "../../../generated/index.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import type { Verb } from "../verb.ts";
import { readPage } from "./page.ts";
import { walkPages } from "./token-pages.ts";

/** Reads a client's tokens one by one, a page at a time, in constant memory. */
export function walkTokens(
  verb: Verb,
  ref: ClientRef,
): AsyncGenerator<OAuthToken, void, undefined> {
  return walkPages(
    (page) => readPage(verb, ref, page),
    (why) => verb.unusable(why),
    verb.deps.runtime,
  );
}
