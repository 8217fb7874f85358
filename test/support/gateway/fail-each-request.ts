import { expect } from "vitest";
import { TykIncompleteError, isTykError } from "../../../src/index.ts";
import type {
  AnyTykError,
  CopiesReport,
  TykOAuth,
  TykOutcome,
  TykStep,
} from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import type { OperationId } from "../../../src/operations/operations.ts";
import type { GatewayFault, RecordedRequest } from "../../../src/testing/index.ts";
import type { TestBed } from "./test-bed.ts";
import { ofApi, snapshot } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";

/** The fault of one request of a method. */
export type FaultName = "dropped" | "applied, then dropped" | "503" | "403 of the admin secret";

const faults: Readonly<Record<FaultName, GatewayFault>> = {
  dropped: "drop",
  "applied, then dropped": "applied-then-drop",
  "503": { status: 503, body: "busy" },
  "403 of the admin secret": {
    status: 403,
    body: {
      status: "error",
      message: "Attempted administrative access with invalid or missing key!",
    },
  },
};

export const faultNames = Object.keys(faults) as FaultName[];

/** For each fault, the results at each request that changes the gateway. */
export type ByFault = Readonly<Record<FaultName, readonly string[]>>;

/** A method on a gateway, and what must hold after each successful run. */
export interface FaultRun {
  readonly build: () => Promise<TestBed>;
  readonly run: (tyk: TykOAuth) => Promise<unknown>;
  readonly goal: (bed: TestBed) => Promise<void>;
  /** The method restores what it changed, so the outcome `applied` can leave the storage unchanged. */
  readonly putsBack?: true;
  /** The client that the method creates. An error must name it if it may exist. */
  readonly makes?: string;
}

/** The error code of each fault if the method neither recovers nor throws a report. */
const codes: Readonly<Record<FaultName, string>> = {
  dropped: "connection",
  "applied, then dropped": "connection",
  "503": "server",
  "403 of the admin secret": "authentication",
};

/**
 * Runs the method once for each of its requests, with a fault at that request. After each run it checks the storage and runs
 * the method again without a fault. Returns the result of each run in which the faulty request changes the gateway, as
 * `"operation: code, outcome"` or `"operation: fine"`.
 */
export async function failEachRequest(faultRun: FaultRun, name: FaultName): Promise<string[]> {
  const told: string[] = [];
  for (let at = 0; ; at += 1) {
    const bed = await faultRun.build();
    const before = await snapshot(bed);
    const from = bed.gateway.requests.length;
    const handle = bed.gateway.fail(
      (request) => request === bed.gateway.requests[from + at],
      faults[name],
    );
    const error = await failureOf(faultRun.run(bed.tyk));
    handle.remove();
    if (handle.hits === 0) {
      // The method has no further request, so this run had no fault.
      expect(error).toBeUndefined();
      await faultRun.goal(bed);
      return told;
    }
    const requests = bed.gateway.requests.slice(from);
    const operation = requests[at]?.operation ?? "?";
    const where = `request ${at}, ${operation}`;
    const line = error === undefined ? "fine" : `${error.code}, ${error.outcome}`;
    if (isWrite(operation)) told.push(`${operation}: ${line}`);
    if (error === undefined) await faultRun.goal(bed);
    else {
      expect([codes[name], "incomplete"], where).toContain(error.code);
      const after = await snapshot(bed);
      expectTrueOutcome(error.outcome, before, after, where, faultRun.putsBack);
      for (const { apiId, outcome } of copiesIn(error))
        expectTrueOutcome(outcome, ofApi(before, apiId), ofApi(after, apiId), `${where}: ${apiId}`);
      expect(writeSteps(error.steps), where).toEqual(writesOf(requests));
      if (faultRun.makes !== undefined)
        expect(error.clientId, where).toBe(error.mayHaveBeenApplied ? faultRun.makes : undefined);
    }
    const again = await failureOf(faultRun.run(bed.tyk));
    expect(again, `${where}: the second run`).toBeUndefined();
    await faultRun.goal(bed);
  }
}

async function failureOf(call: Promise<unknown>): Promise<AnyTykError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (isTykError(error)) return error;
    throw error;
  }
}

/** Expects that the outcome agrees with the storage. */
function expectTrueOutcome(
  outcome: TykOutcome,
  before: Partial<Snapshot>,
  after: Partial<Snapshot>,
  where: string,
  putsBack?: true,
): void {
  if (outcome === "not-sent" || outcome === "refused") expect(after, where).toEqual(before);
  if (outcome === "applied" && putsBack === undefined) expect(after, where).not.toEqual(before);
}

/** The entries of a report of copies. */
function copiesIn(error: AnyTykError): CopiesReport["apis"] {
  if (!(error instanceof TykIncompleteError)) return [];
  const { apis = [] } = error.report as Partial<CopiesReport>;
  return apis.filter((copy) => "outcome" in copy);
}

/** Whether an operation changes the gateway. */
function isWrite(operation: string | undefined): boolean {
  return operation !== undefined && operations[operation as OperationId].retry !== "read";
}

/** Returns the steps of writes, with the API if they concern one API. */
export function writeSteps(steps: readonly TykStep[]): string[] {
  return steps
    .filter(({ operation }) => isWrite(operation))
    .map(({ operation, outcome, apiId }) => {
      const isOnOne = !isOfSeveral(operation) && apiId !== undefined;
      return `${operation}${isOnOne ? ` on ${apiId}` : ""}: ${outcome}`;
    });
}

/** Returns the expected steps, from the requests that the gateway received. */
function writesOf(requests: readonly RecordedRequest[]): string[] {
  return requests
    .filter(({ operation }) => isWrite(operation))
    .map((request) => {
      const { operation = "" } = request;
      const apiId = isOfSeveral(operation) ? undefined : apiOf(request);
      return `${operation}${apiId === undefined ? "" : ` on ${apiId}`}: ${outcomeOf(request)}`;
    });
}

/** Whether an operation names no API. Such a request reaches every API that has the client. */
function isOfSeveral(operation: string): boolean {
  return operation === "revokeAllTokens" || operation === "revokeSingleToken";
}

function apiOf({ path, query, body, operation }: RecordedRequest): string | undefined {
  if (operation === "createOAuthClient") return (JSON.parse(body) as { api_id?: string }).api_id;
  if (operation === "oauthRevokeAll") return path.split("/")[1];
  const inQuery = new URLSearchParams(query).get("api_id");
  return inQuery ?? path.split("/")[4];
}

function outcomeOf({ status }: RecordedRequest): TykOutcome {
  if (status === 200) return "applied";
  return status === undefined || status >= 500 ? "unknown" : "refused";
}
