const limit = "must be a number of milliseconds above 0, or Infinity for no limit";
const retries = "must be a whole number of 0 or more";

/** Wrong values of the options that the client and each call accept: option, value, reason. */
export const wrongLimits: [string, unknown, string][] = [
  ...[null, "x-team: a", 7, [], [["x-team", "a"]], new Headers({ "x-team": "a" })].map(
    (value): [string, unknown, string] => ["headers", value, "must be a plain object"],
  ),
  ...["timeoutMs", "totalTimeoutMs"].flatMap((name) =>
    [0, -1, Number.NaN, 2 ** 31, Number.NEGATIVE_INFINITY, "5", null, {}].map(
      (value): [string, unknown, string] => [name, value, limit],
    ),
  ),
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", null].map(
    (value): [string, unknown, string] => ["maxRetries", value, retries],
  ),
  ...["", "a b", "a:b", "ü", "a\n", "a\r\nb"].map((name): [string, unknown, string] => [
    "headers",
    { [name]: "v" },
    "contains an invalid header name",
  ]),
  ...["\n", "a\r\nx-evil: 1", "\u0000", "\u007f", "\u0100", "\u{1f511}"].map(
    (value): [string, unknown, string] => [
      "headers",
      { "X-Team": value },
      "has a value for x-team that is not a valid header value",
    ],
  ),
  ...[7, null, undefined, ["a"], {}].map((value): [string, unknown, string] => [
    "headers",
    { "x-team": value },
    "has a value for x-team that is not a valid header value",
  ]),
  ...[
    "Accept-Encoding",
    "connection",
    "content-length",
    "CONTENT-TYPE",
    "expect",
    "host",
    "keep-alive",
    "TE",
    "trailer",
    "upgrade",
    "transfer-encoding",
    "user-agent",
    "X-Tyk-Authorization",
  ].map((name): [string, unknown, string] => [
    "headers",
    { "x-ok": "1", [name]: "v" },
    `must not set ${name.toLowerCase()}: this package sets it`,
  ]),
];
