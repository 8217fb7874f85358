import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";

/** Describes what is uncertain because of an error. Throws the error instead if it must end the method. */
export function uncertaintyOf(context: MethodContext, error: unknown, what: string): string {
  return `${what} (${rethrowFatal(context, error).code})`;
}
