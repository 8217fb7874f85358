import { isRecord } from "../util/json.ts";

/** What is read of an error of `fetch`. */
export interface ErrorPart {
  readonly name: unknown;
  readonly code: unknown;
  readonly syscall: unknown;
  readonly message: string;
}

/**
 * Returns an error, its causes, and the errors in an `AggregateError` (one for each address tried), outermost first. Ends at a part
 * that throws when it is read, such as a proxy.
 */
export function errorChain(error: unknown): readonly ErrorPart[] {
  const parts: ErrorPart[] = [];
  try {
    collect(error, parts, 0);
  } catch {
    // The parts so far are what can be known.
  }
  return parts;
}

function collect(error: unknown, parts: ErrorPart[], depth: number): void {
  if (!isRecord(error) || depth > 10) return;
  const { name, code, syscall, message, cause, errors } = error;
  parts.push({ name, code, syscall, message: typeof message === "string" ? message : "" });
  if (Array.isArray(errors)) for (const one of errors) collect(one, parts, depth + 1);
  collect(cause, parts, depth + 1);
}
