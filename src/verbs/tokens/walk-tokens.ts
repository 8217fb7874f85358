import type { OAuthToken } from "../../../generated/index.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { readPage } from "./page.ts";
import { walkPages } from "./token-pages.ts";

/** Yields a client's tokens one by one. Reads a page at a time, in constant memory. */
export function walkTokens(
  context: MethodContext,
  ref: ClientRef,
): AsyncGenerator<OAuthToken, void, undefined> {
  return walkPages(
    (page) => readPage(context, ref, page),
    (why) => context.createSchemaError(why),
    context.deps.runtime,
  );
}
