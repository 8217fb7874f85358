import { TykOAuth, isTykError } from "@tyk-oauth/sdk";
import type { RequestOptions, TykErrorCode, TykPromise } from "@tyk-oauth/sdk";
import { describe, expect, test } from "vitest";
import { destinationOf, matchOf } from "../support/spec/match.ts";
import type { Match } from "../support/spec/match.ts";
import { exchanges } from "../support/recordings/exchanges.ts";
import type { Exchange, RecordedRequest } from "../support/recordings/exchanges.ts";
import { isForm } from "../support/recordings/recordings.ts";

/** Any operation of `tyk.raw`; its input is made from a recorded request here. */
type AnyOperation = (input: unknown, options: RequestOptions) => TykPromise<unknown>;

/** What a call sent and what came of it. */
interface Outcome {
  sent: string | undefined;
  readonly result: unknown;
}

const baseUrl = "https://recorded.invalid";

const ofOperations = exchanges.flatMap((exchange) => {
  const match = matchOf(exchange);
  return match !== undefined && destinationOf(exchange) === "operation"
    ? [{ exchange, match }]
    : [];
});

/** Why no call of `tyk.raw` can send what was recorded; `undefined` where one can. */
function whyNoCall({
  exchange: { request },
  match,
}: (typeof ofOperations)[number]): string | undefined {
  const { item } = match.operation;
  // The gateway takes them; the SDK does not, since no log could show them.
  if (Object.values(match.pathValues).some((id) => id.includes("\t")))
    return "an id with control characters";
  const wantsSecret = item.security === undefined;
  if (wantsSecret && !headerOf(request, "x-tyk-authorization")) return "without the secret";
  if (!item.requestBody)
    return request.body === undefined ? undefined : "a body where none belongs";
  return bodyOf(request) === undefined ? "no body, or one that is no JSON" : undefined;
}

const played = ofOperations.filter((one) => whyNoCall(one) === undefined);

describe("tyk.raw and every recorded exchange of an operation", () => {
  test("sends the recorded request", async () => {
    const wrong: unknown[] = [];
    for (const { exchange, match } of played) {
      const { sent } = await call(exchange, match);
      const recorded = signature(exchange.request.method, exchange.request.path, exchange.request);
      if (sent !== recorded) wrong.push({ place: exchange.name, sent, recorded });
    }
    expect(wrong).toEqual([]);
  });

  test("returns the recorded response, or the matching error", async () => {
    const wrong: unknown[] = [];
    for (const { exchange, match } of played) {
      const { result } = await call(exchange, match);
      const seen = resultOf(result);
      const wanted = wantedOf(exchange, match);
      if (!wanted.some((one) => JSON.stringify(one) === JSON.stringify(seen))) {
        wrong.push({ place: exchange.name, seen, wanted });
      }
    }
    expect(wrong).toEqual([]);
  });

  test("covers all but the requests that no call can send", () => {
    const reasons = ofOperations.map(whyNoCall).filter((why) => why !== undefined);
    const counts: Record<string, number> = {};
    for (const why of reasons) counts[why] = (counts[why] ?? 0) + 1;
    expect(counts).toEqual({
      "without the secret": 59,
      "no body, or one that is no JSON": 27,
      "a body where none belongs": 6,
      "an id with control characters": 6,
    });
    expect(played.length + reasons.length).toBe(2905);
  });
});

async function call({ request, answer }: Exchange, match: Match): Promise<Outcome> {
  const outcome: Outcome = { sent: undefined, result: undefined };
  const tyk = new TykOAuth({
    baseUrl,
    secret: headerOf(request, "x-tyk-authorization") ?? "unused",
    maxRetries: 0,
    fetch: (url, init) => {
      const headers = init.headers as Record<string, string>;
      const body = typeof init.body === "string" ? { body: init.body } : {};
      const sent = { method: init.method ?? "", path: url.slice(baseUrl.length), headers, ...body };
      outcome.sent = signature(sent.method, sent.path, sent);
      if (answer === undefined) {
        const cause = { code: "ECONNRESET", syscall: "read" };
        return Promise.reject(new TypeError("fetch failed", { cause }));
      }
      const content = answer.status === 307 ? null : answer.body;
      return Promise.resolve(new Response(content, answer));
    },
  });
  const operation = tyk.raw[match.operation.id as keyof typeof tyk.raw] as AnyOperation;
  const authorization = headerOf(request, "authorization");
  const result = await operation(inputOf(request, match), {
    headers:
      authorization === undefined || match.operation.item.security === undefined
        ? {}
        : { authorization },
  }).then(
    (data) => ({ data }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, result };
}

function inputOf(request: RecordedRequest, { operation, pathValues, query }: Match): unknown {
  const onApi = operation.onListenPath;
  const listenPath = request.path.startsWith("/tyk/")
    ? "/"
    : `/${request.path.split("/")[1] ?? ""}/`;
  return {
    path: onApi ? { listenPath } : pathValues,
    query: Object.fromEntries(query),
    ...(operation.item.requestBody ? { body: bodyOf(request) } : {}),
  };
}

function bodyOf(request: RecordedRequest): unknown {
  if (request.body === undefined) return undefined;
  if (isForm(request)) return Object.fromEntries(new URLSearchParams(request.body));
  try {
    return JSON.parse(request.body);
  } catch {
    return undefined;
  }
}

/** A request as a text that is the same for requests that mean the same. */
function signature(method: string, path: string, request: RecordedRequest): string {
  const [pathname = "", query] = path.split("?");
  const parts = [
    method,
    // The gateway takes this one path with and without its last slash.
    decodeURIComponent(pathname).replace(/authorize-client$/, "authorize-client/"),
    [...new URLSearchParams(query)],
    headerOf(request, "x-tyk-authorization") ?? null,
    headerOf(request, "authorization") ?? null,
    request.body ? bodyOf(request) : null,
    request.body ? isForm(request) : null,
  ];
  return JSON.stringify(parts);
}

function headerOf({ headers }: RecordedRequest, name: string): string | undefined {
  const value = headers[name];
  return value === "" ? undefined : value;
}

function resultOf(result: unknown): unknown {
  if (typeof result !== "object" || result === null || !("error" in result)) return result;
  const { error } = result;
  if (!isTykError(error)) return { thrown: String(error) };
  return { code: error.code, apiMessage: "apiMessage" in error ? error.apiMessage : undefined };
}

/** What an answer must become, told from the answer alone. */
function wantedOf({ answer, partial }: Exchange, { operation }: Match): unknown[] {
  if (answer === undefined) return [{ code: "connection" }];
  const { status, headers, body } = answer;
  if (status === 307) return [{ data: undefined }];
  if (status === 200) {
    const whole = { data: JSON.parse(body) as unknown };
    // A part of an answer may lack what makes it one.
    return partial ? [whole, { code: "schema" }] : [whole];
  }
  const isText = headers["content-type"] === "text/plain; charset=utf-8" && !body.startsWith("{");
  const said = isText ? null : (JSON.parse(body) as Record<string, string> | null);
  const words = said?.["error_description"] ?? said?.["message"];
  return [{ code: codeOf(status, isText, said, operation.id), apiMessage: words }];
}

function codeOf(
  status: number,
  isText: boolean,
  said: Record<string, string> | null,
  operation: string,
): TykErrorCode {
  if (said?.["error"] !== undefined && ["authorizeClient", "oauthToken"].includes(operation))
    return "oauth";
  if (said?.["message"]?.startsWith("Attempted administrative access")) return "authentication";
  if (status === 405 || isText) return "route";
  if (status === 404) return "not-found";
  if (status === 401 || status === 403) return "permission";
  return status < 500 ? "bad-request" : "server";
}
