import * as generated from "../../generated/index.ts";
import { TykError } from "../errors/base.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { TykConnectionError } from "../errors/connection.ts";
import { parseBaseUrl, withoutLastSlashes } from "../config/base-url.ts";
import { Call } from "./call.ts";
import type { Config } from "../config/config.ts";
import { inputFailure, findUnknownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import { idProblem, listenPathProblem } from "./request/ids.ts";
import { isRecord } from "../util/json.ts";
import { operations } from "../operations/operations.ts";
import type { Operation, OperationId } from "../operations/operations.ts";
import { buildRequest } from "./request/build-request.ts";
import type { BuiltRequest, ServiceRequest } from "./request/build-request.ts";
import { resolveLimits } from "./request/request-options.ts";
import { retryRuleOf } from "./retry/retry-rules.ts";
import type { Runtime } from "../util/runtime.ts";
import { canBePartial } from "./partial-effect.ts";
import type { TimedResponse, Transport } from "./transport.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { RequestOptions } from "../types/options.ts";
import type { TykRaw } from "../types/raw.ts";
import type { TykResult } from "../types/tyk-promise.ts";

/** What `path`, `query` and `body` of any operation come down to. */
interface AnyInput {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** What an operation of `tyk.raw` takes. */
export type InputOf<Id extends OperationId> = NonNullable<Parameters<TykRaw[Id]>[0]>;

/** What an operation of `tyk.raw` gives. */
export type ResultOf<Id extends OperationId> = Awaited<ReturnType<TykRaw[Id]>>;

/** Sends one request of an operation, with its repeats. */
export type Send = <Id extends OperationId>(
  id: Id,
  input?: InputOf<Id>,
  options?: RequestOptions,
) => Promise<TykResult<ResultOf<Id>>>;

/** A generated function, seen from here: what it takes is checked by the types of {@link TykRaw}. */
type GeneratedFunction = (options: never) => PromiseLike<unknown>;

/** Makes what sends the operations of `tyk.raw`: each generated function, through the transport. */
export function createSend(config: Config, transport: Transport, runtime: Runtime): Send {
  const send = async (
    id: OperationId,
    called: AnyInput = {},
    options: RequestOptions = {},
  ): Promise<TykResult<unknown>> => {
    const operation: Operation = operations[id];
    const fail = inputFailure(id);
    if (operation.retry !== "read") refuseChange(config, id);
    const limits = resolveLimits(options, operation, config, fail);
    const input = readInput(called, fail);
    checkIds(operation, input, fail);
    const baseUrl = operation.place === "api" ? addressOf(input, config, id, fail) : config.baseUrl;

    const retryRule = retryRuleOf(operation.retry, input.body);
    const isPartial = canBePartial(id, input.body);
    const call = new Call(id, operation, limits, retryRule, runtime, isPartial);
    const service: GeneratedFunction = generated[id];
    // Instead of the generated client, which follows redirects, throws what is no Error and reads whatever comes.
    const dispatch = (request: ServiceRequest): Promise<TimedResponse> =>
      transport.send(call, build(baseUrl, request, fail));
    try {
      // Each generated function takes a type of its own, which TykRaw has checked for the caller.
      const { data, status, headers, durationMs } = (await service({
        path: operation.place === "control" ? input.path : undefined,
        query: input.query,
        body: input.body,
        headers: limits.headers,
        client: { get: dispatch, post: dispatch, put: dispatch, delete: dispatch },
      } as never)) as TimedResponse;
      return {
        data,
        response: { status, headers, attempts: call.attempts, durationMs },
        steps: [{ operation: id, outcome: "applied" }],
        warnings: [],
      };
    } catch (error) {
      if (isInstance(error, TykError)) throw error;
      const details = call.failed(call.attempts === 0 ? "not-sent" : "unknown");
      throw new TykConnectionError("the request failed in an unforeseen way", {
        ...details,
        code: "connection",
        systemCode: undefined,
      });
    } finally {
      call.total.end();
    }
  };

  // What each operation takes and gives is checked by the type, which comes from the same spec as the functions.
  return send as Send;
}

/** The last door before the gateway: what must not change it never gets through, whoever asks. */
function refuseChange({ readOnly, dryRun }: Config, operation: OperationId): void {
  if (!readOnly && !dryRun) return;
  const option = dryRun ? "dryRun" : "readOnly";
  throw new TykConfigError(`this client is ${option}, and this operation changes the gateway`, {
    operation,
  });
}

/** Ids, headers and addresses are checked already, so that only the query or the body can be at fault. */
function build(baseUrl: string, request: ServiceRequest, fail: Fail): BuiltRequest {
  try {
    return buildRequest(baseUrl, request);
  } catch {
    return request.body === undefined
      ? fail("query", "cannot be written in a URL")
      : fail("body", "cannot be written as JSON or as a form");
  }
}

const inputNames = ["path", "query", "body"];

/** What the caller gave, and nothing of Object.prototype: an address there would be sent the gateway's secret. */
function readInput(called: unknown, fail: Fail): AnyInput {
  if (!isRecord(called)) return fail("input", "must be an object with path, query or body");
  const unknownName = findUnknownName(called, inputNames);
  if (unknownName !== undefined)
    fail(unknownName, "is none of path, query and body; options come after the input");
  const { path, query, body } = withoutPrototype(called);
  return { path: isRecord(path) ? withoutPrototype(path) : path, query, body };
}

/** Refuses, before any request, what would reach another route than the one meant. */
function checkIds(operation: Operation, input: AnyInput, fail: Fail): void {
  if (operation.place === "api") return;
  const path = isRecord(input.path) ? input.path : {};
  for (const name of operation.variables) {
    const why = idProblem(path[name]);
    if (why !== undefined) fail(`path.${name}`, why);
  }
}

/** The base of an operation that an API serves itself: where APIs are, and the API's listen path. */
function addressOf(input: AnyInput, config: Config, operation: OperationId, fail: Fail): string {
  const path = isRecord(input.path) ? input.path : {};
  const why = listenPathProblem(path["listenPath"]);
  if (why !== undefined) fail("path.listenPath", why);
  const base = path["apiBaseUrl"] ?? config.apiBaseUrl;
  if (typeof base === "function") {
    throw new TykConfigError(
      "apiBaseUrl is a function of the API's definition: name path.apiBaseUrl",
      { operation },
    );
  }
  const origin = parseBaseUrl(base, "apiBaseUrl", config.allowInsecureHttp, operation);
  return origin + withoutLastSlashes(String(path["listenPath"]));
}
