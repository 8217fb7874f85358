import { describe, expect, test } from "vitest";
import { answerFaultsOf, mediaTypeOf } from "../support/spec/answer-faults.ts";
import { destinationOf, matchOf } from "../support/spec/match.ts";
import type { Destination } from "../support/spec/match.ts";
import { exchanges } from "../support/recordings/exchanges.ts";
import { answersOf, operations } from "../support/spec/spec.ts";
import type { Operation } from "../support/spec/spec.ts";

const toOperations = exchanges.flatMap((exchange) => {
  const match = matchOf(exchange);
  return match && destinationOf(exchange) === "operation"
    ? [{ ...exchange, operation: match.operation }]
    : [];
});

const answered = toOperations.flatMap((exchange) =>
  exchange.answer ? [{ ...exchange, answer: exchange.answer }] : [],
);

describe("the destinations of the recorded exchanges", () => {
  test("each exchange has a destination, and their numbers are known", () => {
    const counts: Partial<Record<Destination, number>> = {};
    for (const exchange of exchanges) {
      const destination = destinationOf(exchange);
      counts[destination] = (counts[destination] ?? 0) + 1;
    }
    expect(counts).toEqual({
      operation: 2905,
      "protected API": 328,
      "id that leads elsewhere": 42,
      "method not in the spec": 10,
      "upstream of an API without OAuth": 10,
    });
  });

  test("a dropped connection is documented for each operation that drops it", () => {
    const counts: Record<string, number> = {};
    for (const { answer, operation } of toOperations) {
      if (!answer) counts[operation.id] = (counts[operation.id] ?? 0) + 1;
    }
    expect(counts).toEqual({
      getOAuthClient: 1,
      getOAuthClientTokens: 2,
      oauthToken: 18,
      rotateOAuthClient: 1,
      updateOAuthClient: 1,
    });
  });
});

describe("recorded responses", () => {
  test.each(operations)("$id responds as the spec says", (operation) => {
    const recorded = answered.filter((exchange) => exchange.operation === operation);
    const faults = recorded.flatMap(({ name, answer, partial }) =>
      answerFaultsOf(operation, answer, partial).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
    expect(recorded.length).toBeGreaterThan(0);
  });

  test("all of them were checked", () => {
    expect(answered.length).toBe(2882);
  });

  test("only responses that are too long to keep were cut", () => {
    const cut = new Set(
      answered.filter(({ partial }) => partial).map(({ operation }) => operation.id),
    );
    expect([...cut].sort()).toEqual([
      "getApi",
      "getKey",
      "getPolicy",
      "hello",
      "listApis",
      "listPolicies",
    ]);
  });

  test("every response in the spec was recorded, except those that all operations share", () => {
    const recorded = new Set(
      answered.map(({ operation, answer }) => key(operation, answer.status, mediaTypeOf(answer))),
    );
    const unheard = operations.flatMap((operation) =>
      [...answersOf(operation)].flatMap(([status, { content }]) =>
        Object.keys(content ?? {})
          .filter((mediaType) => !isShared(operation, status, mediaType))
          .map((mediaType) => key(operation, status, mediaType))
          .filter((answer) => !recorded.has(answer)),
      ),
    );
    expect(unheard).toEqual([]);
  });
});

function key({ id }: Operation, status: number, mediaType: string | undefined): string {
  return `${id} ${status} ${mediaType ?? "without a body"}`;
}

/** The admin secret's refusal, and the text of a route that is not there: the gateway's doing, whatever the operation. */
function isShared({ item }: Operation, status: number, mediaType: string): boolean {
  const needsSecret = item.security === undefined;
  return (
    (status === 403 && needsSecret && mediaType === "application/json") ||
    (status === 404 && mediaType === "text/plain")
  );
}
