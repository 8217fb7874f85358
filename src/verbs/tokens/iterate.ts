import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import { TykResponseError } from "../../errors/response.ts";
import type { VerbOptions } from "../../types/options.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import type { Deps } from "../deps.ts";
import { startMethod } from "../run.ts";
import type { MethodContext } from "../method-context.ts";
import { readPage } from "./page.ts";
import { walkPages } from "./token-pages.ts";

const name = "tokens.iterate";

/** Yields a client's tokens one by one. Reads a page at a time. */
export function iterateTokens(
  deps: Deps,
  ref: ClientRef,
  options: Omit<VerbOptions, "deadlineMs"> | undefined,
): AsyncGenerator<OAuthToken, void, undefined> {
  // Each page is its own run of the method, so nothing stays open if the caller stops half-way.
  const read = async (page: number): Promise<OAuthTokenPage> => {
    const { data } = await startMethod(name, deps, options, (context: MethodContext) => {
      context.check.ref(ref);
      return readPage(context, ref, page);
    });
    return data;
  };
  const createSchemaError = (why: string): TykResponseError =>
    new TykResponseError(why, { operation: name, outcome: "applied", code: "schema", status: 200 });
  return walkPages(read, createSchemaError, deps.runtime);
}
