import { TykError } from "../errors/base.ts";
import { withOutcome } from "../errors/change-error.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { TykConnectionError } from "../errors/connection.ts";
import { checkPort } from "../config/blocked-ports.ts";
import { parseBaseUrl, withoutLastSlashes } from "../config/base-url.ts";
import { Call } from "./call.ts";
import type { Config } from "../config/config.ts";
import { addContext } from "./error-context.ts";
import { callService } from "./generated-client.ts";
import type { ServiceInput } from "./generated-client.ts";
import { withNextStep } from "./next-step.ts";
import { inputFailure, findUnknownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import { withMethodSpan } from "./observe/spans.ts";
import type { ListReceiver } from "./list/list-receiver.ts";
import { idProblem, listenPathProblem } from "./request/ids.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { operations } from "../operations/operations.ts";
import type { Operation, OperationId } from "../operations/operations.ts";
import { buildRequest } from "./request/build-request.ts";
import type { BuiltRequest, ServiceRequest } from "./request/build-request.ts";
import { requestOptionNames, resolveLimits } from "./request/request-options.ts";
import { retryRuleOf } from "./retry/retry-rules.ts";
import type { Runtime } from "../util/runtime.ts";
import { createResponseInfo } from "./response-info.ts";
import { canBePartial } from "./partial-effect.ts";
import type { Transport } from "./transport.ts";
import { describeUnknownName, suggestName } from "../util/unknown-name.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { RequestOptions } from "../types/options.ts";
import type { TykRaw } from "../types/raw.ts";
import type { TykTracer } from "../types/tracing.ts";
import type { TykResult } from "../types/tyk-promise.ts";

/** The input of any operation, before it is checked. */
interface AnyInput {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** The input with its path as a record of own properties. */
interface CheckedInput extends AnyInput {
  readonly path: UnknownRecord;
}

/** The input type of an operation of `tyk.raw`. */
export type InputOf<Id extends OperationId> = NonNullable<Parameters<TykRaw[Id]>[0]>;

/** The data type that an operation of `tyk.raw` returns. */
export type ResultOf<Id extends OperationId> = Awaited<ReturnType<TykRaw[Id]>>;

/**
 * Sends one request of an operation, with its retries. A `receiver` gets the elements of the response's list as they arrive; the
 * result then has an empty list.
 */
export type Send = <Id extends OperationId>(
  id: Id,
  input?: InputOf<Id>,
  options?: RequestOptions,
  receiver?: ListReceiver,
) => Promise<TykResult<ResultOf<Id>>>;

/** The errors of reads whose response was lost. */
const lostReads = new WeakSet<TykError>();

/** Whether an error is that of a read that the gateway received, or may have received, without a usable response. */
export function isLostRead(error: TykError): boolean {
  return lostReads.has(error);
}

/** Creates the function that sends the operations of `tyk.raw` through the generated service functions and the transport. */
export function createSend(config: Config, transport: Transport, runtime: Runtime): Send {
  const send = async (
    id: OperationId,
    passedInput: AnyInput = {},
    options: RequestOptions = {},
    receiver?: ListReceiver,
  ): Promise<TykResult<unknown>> => {
    const operation: Operation = operations[id];
    const fail = inputFailure(id);
    if (operation.retry !== "read") assertWritable(config, id);
    const limits = resolveLimits(options, operation, config, fail);
    const input = readInput(passedInput, id, fail);
    const isApiRequest = operation.servedBy === "api";
    if (!isApiRequest) checkIds(operation, input.path, fail);
    const baseUrl = isApiRequest ? apiUrlOf(input.path, config, id, fail) : config.baseUrl;

    const retryRule = retryRuleOf(operation.retry, input.body);
    const isPartial = canBePartial(id, input.body);
    const call = new Call(id, operation, limits, retryRule, runtime, isPartial, receiver);
    const serviceInput: ServiceInput = {
      path: isApiRequest ? undefined : input.path,
      query: input.query,
      body: input.body,
      headers: limits.headers,
    };
    try {
      const { data, status, headers, durationMs } = await callService(id, serviceInput, (request) =>
        transport.send(call, build(baseUrl, request, fail)),
      );
      return {
        data,
        response: createResponseInfo(status, headers, call.attempts, durationMs),
        steps: [{ operation: id, outcome: "applied" }],
        warnings: [],
      };
    } catch (error) {
      const failure = isInstance(error, TykError) ? error : createUnforeseenError(call);
      if (operation.retry === "read" && failure.mayHaveBeenApplied) {
        // A read changes nothing, whatever became of its request.
        withOutcome(failure, "not-sent");
        lostReads.add(failure);
      }
      throw withNextStep(failure, { call, baseUrl, config });
    } finally {
      call.total.dispose();
    }
  };

  // TypeScript cannot follow from `id` to the types of one operation. The input and the data of an operation come from the
  // same spec as its service function.
  return send as Send;
}

function createUnforeseenError(call: Call): TykConnectionError {
  return new TykConnectionError("the request failed in an unforeseen way", {
    ...call.recordFailure(call.attempts === 0 ? "not-sent" : "unknown"),
    code: "connection",
    systemCode: undefined,
  });
}

/** Creates the function behind `tyk.raw`: an error names the ids of the request, and the operation has a span as a method has. */
export function createRawSend(send: Send, tracer?: TykTracer): Send {
  const sendRaw: Send = async (id, input, options) => {
    try {
      return await send(id, input, options);
    } catch (error) {
      throw isInstance(error, TykError) ? addContext(error, id, idRecordsOf(id, input)) : error;
    }
  };
  if (tracer === undefined) return sendRaw;
  return (id, input, options) =>
    withMethodSpan(tracer, id, { "tyk.operation": id }, () => sendRaw(id, input, options));
}

/** Returns the ids of a request. Other variables of a path, such as `keyID`, are tokens. */
function idRecordsOf(id: OperationId, input: unknown): readonly unknown[] {
  if (!isRecord(input)) return [];
  const { path, body } = input;
  if (!isRecord(path)) return [body];
  const { apiID, keyName, clientID, polID } = path;
  const isClientPath = operations[id].variables.includes("apiID");
  return [{ apiId: apiID, clientId: isClientPath ? keyName : clientID, policyId: polID }, body];
}

/** Refuses a change if the client must not change the gateway. Every request of every method passes this check. */
function assertWritable({ readOnly, dryRun }: Config, operation: OperationId): void {
  if (!readOnly && !dryRun) return;
  const option = dryRun ? "dryRun" : "readOnly";
  throw new TykConfigError(`this client is ${option}, and this operation changes the gateway`, {
    operation,
  });
}

/** Builds the request. The path and the headers are checked before, so an error comes from the query or the body. */
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
const apiPathNames = ["listenPath", "apiBaseUrl"];

/** Reads own properties only. A polluted `Object.prototype.apiBaseUrl` would otherwise receive the gateway's secret. */
function readInput(passedInput: unknown, id: OperationId, fail: Fail): CheckedInput {
  const { servedBy, variables } = operations[id];
  const pathNames = servedBy === "api" ? apiPathNames : variables;
  const usage = pathNames.length === 0 ? "" : `: ${id}({ path: { ${pathNames.join(", ")} } })`;
  if (!isRecord(passedInput))
    return fail("input", `must be an object with path, query or body${usage}`);
  const name = findUnknownName(passedInput, inputNames);
  if (name !== undefined) {
    const where = requestOptionNames.includes(name) ? "options, the second argument" : undefined;
    const isOfPath = suggestName(name, pathNames) !== undefined;
    const owner = where ?? (isOfPath ? `path${usage}` : undefined);
    const unknown = describeUnknownName("field", name, inputNames, "input");
    fail(name, "is unknown", owner === undefined ? unknown : `"${name}" belongs in ${owner}`);
  }
  const { path, query, body } = withoutPrototype(passedInput);
  const ids = withoutPrototype(isRecord(path) ? path : {});
  const unknownId = findUnknownName(ids, pathNames);
  if (unknownId !== undefined)
    fail(
      `path.${unknownId}`,
      "is unknown",
      describeUnknownName("field", unknownId, pathNames, "path"),
    );
  return { path: ids, query, body };
}

/** Refuses ids that would lead the request to another route of the control API. */
function checkIds(operation: Operation, path: UnknownRecord, fail: Fail): void {
  for (const name of operation.variables) {
    const problem = idProblem(path[name]);
    if (problem !== undefined) fail(`path.${name}`, problem);
  }
}

/** Returns the URL of an API: the base URL for APIs, with the API's listen path. */
function apiUrlOf(path: UnknownRecord, config: Config, operation: OperationId, fail: Fail): string {
  const { listenPath, apiBaseUrl } = path;
  const problem = listenPathProblem(listenPath);
  if (problem !== undefined) fail("path.listenPath", problem);
  const base = apiBaseUrl ?? config.apiBaseUrl;
  if (typeof base === "function") {
    throw new TykConfigError(
      "apiBaseUrl is a function of the API's definition: name path.apiBaseUrl",
      { operation },
    );
  }
  const url = parseBaseUrl(base, "apiBaseUrl", config.allowInsecureHttp, operation);
  checkPort(url, "apiBaseUrl", config.isBuiltInFetch, operation);
  return url + withoutLastSlashes(String(listenPath));
}
