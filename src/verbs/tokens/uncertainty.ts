import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";

/** What is not known because of an error, in words; throws an error that ends the verb. */
export function uncertaintyOf(context: MethodContext, error: unknown, what: string): string {
  return `${what} (${rethrowFatal(context, error).code})`;
}
