import { TykError } from "../../errors/base.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { AuditGap } from "./types.ts";

/** Every other request would fail with these errors too. */
const fatalCodes: ReadonlySet<TykErrorCode> = new Set([
  "authentication",
  "aborted",
  "config",
  "input",
]);

/** Turns the error of one request into a gap of the report. Throws an error that would end every other request too. */
export function toGap(what: string, error: unknown): AuditGap {
  if (!(error instanceof TykError) || fatalCodes.has(error.code)) throw error;
  return { what, reason: error.message };
}
