import type { RecordedRequest } from "@tyk-oauth/sdk/testing";
import type { Output } from "../output/output.ts";
import { printable } from "../output/printable.ts";

/** The operations whose paths end with a key or a token. */
const secretPaths = new Set(["getKey", "deleteKey", "invalidateOAuthRefresh"]);

/** Writes a line for each request that the gateway received. No line has a token, a query or a body. */
export function createRequestLog(output: Output): (request: RecordedRequest) => void {
  return ({ method, path, operation, status, at }) => {
    const { dim, red, green, yellow } = output.noteColors;
    const shownPath = secretPaths.has(operation ?? "") ? path.replace(/[^/]*$/, "(hidden)") : path;
    const style = status === undefined || status >= 500 ? red : status >= 400 ? yellow : green;
    const time = new Date(at).toISOString().slice(11, 19);
    output.note(
      [
        dim(time),
        style(status === undefined ? "---" : String(status)),
        method,
        printable(shownPath),
        dim(operation ?? ""),
      ]
        .join(" ")
        .trimEnd(),
    );
  };
}
