import type { AnyTykError, TykErrorCode, TykOutcome } from "@tyk-oauth/sdk";
import { answer, html, json, page, quotingBody } from "../../support/faults/answers.ts";
import type { Row } from "../../support/faults/row.ts";
import { serve } from "../../support/faults/server.ts";

type Kind = readonly [name: AnyTykError["name"], code: TykErrorCode];

const badRequest: Kind = ["TykBadRequestError", "bad-request"];
const permission: Kind = ["TykPermissionError", "permission"];
const notFound: Kind = ["TykNotFoundError", "not-found"];
const route: Kind = ["TykRouteError", "route"];
const rateLimit: Kind = ["TykRateLimitError", "rate-limit"];
const server: Kind = ["TykServerError", "server"];
const other: Kind = ["TykApiError", "api"];

/** Creates a row for an error response of the gateway whose message quotes the request. */
function status(
  code: number,
  kind: Kind,
  outcome: TykOutcome,
  attempts: Row["attempts"],
  fault = `${code}`,
  script = answer(code, json, quotingBody),
): Row {
  const start: Row["start"] = (t) => serve(t, script);
  return { fault, start, name: kind[0], code: kind[1], outcome, status: code, attempts };
}

const pageOf = (code: number): Row =>
  status(
    code,
    server,
    "unknown",
    [3, 3, 1],
    `${code} with a proxy's HTML page`,
    answer(code, html, page),
  );

const refused = (code: number, kind: Kind): Row => status(code, kind, "refused", [1, 1, 1]);

const wrongSecret = "Attempted administrative access with invalid or missing key!";
const gatewayError = (message: string): string => JSON.stringify({ status: "error", message });

export const statusRows: readonly Row[] = [
  pageOf(502),
  pageOf(503),
  pageOf(504),
  status(502, server, "unknown", [3, 3, 1]),
  status(503, server, "unknown", [3, 3, 1]),
  status(504, server, "unknown", [3, 3, 1]),
  status(408, other, "unknown", [3, 3, 1]),
  status(425, other, "refused", [3, 3, 3]),
  status(429, rateLimit, "refused", [3, 3, 3]),
  status(500, server, "unknown", [3, 1, 1]),
  // The gateway could not parse the body. A retry would get the same response.
  status(
    500,
    server,
    "refused",
    [1, 1, 1],
    "500 for a body that the gateway cannot parse",
    answer(500, json, gatewayError("Unmarshalling failed")),
  ),
  status(501, server, "refused", [1, 1, 1]),
  status(505, server, "refused", [1, 1, 1]),
  refused(400, badRequest),
  refused(422, badRequest),
  refused(401, permission),
  refused(403, permission),
  status(
    403,
    ["TykAuthenticationError", "authentication"],
    "refused",
    [1, 1, 1],
    "403 for a wrong gateway secret",
    answer(403, json, gatewayError(wrongSecret)),
  ),
  refused(404, notFound),
  status(404, notFound, "refused", [1, 1, 1], "404 with the body null", answer(404, json, "null")),
  status(404, route, "refused", [1, 1, 1], "404 with an HTML page", answer(404, html, page)),
  refused(405, route),
  refused(402, other),
  refused(409, other),
  refused(410, other),
  refused(413, other),
  refused(451, other),
  status(999, other, "unknown", [1, 1, 1]),
];
