import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { version } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import { operationIds } from "../../../src/operations/operation-ids.ts";
import type { OperationId } from "../../../src/operations/operations.ts";
import { userAgent } from "../../../src/version.ts";
import { answersOf, operations as specified, spec } from "../../spec/support/spec.ts";
import { omit } from "../support/omit.ts";
import { samples } from "../support/samples.ts";

describe("the table of operations", () => {
  test("has those of the spec, and no other", () => {
    expect(Object.keys(operations).sort()).toEqual(specified.map(({ id }) => id).sort());
  });

  test("is whole in tyk.raw, before anything is loaded", () => {
    expect([...operationIds].sort()).toEqual(Object.keys(operations).sort());
  });

  test.each(specified.map((operation) => [operation.id, operation] as const))(
    "%s agrees with the spec",
    (id, operation) => {
      const { method, template, onListenPath, item } = operation;
      const answers = answersOf(operation);
      // What no gateway answers has no success in the spec; any would do.
      const [success = 200] = [...answers.keys()].filter((status) => status < 400);
      const refusals = [...answers].filter(([status]) => status >= 400);
      const contents = (content: Record<string, unknown> | undefined): string[] =>
        Object.keys(content ?? {});
      const schemes = (item.security ?? spec.security).flatMap((one) => Object.keys(one));
      expect(omit(operations[id as OperationId], "answer", "timeoutMs", "variables")).toEqual({
        method,
        template,
        place: onListenPath ? "api" : "control",
        secret: schemes.includes("gatewaySecret"),
        ...(/^\d/.test(item["x-tyk-since"]) ? { since: item["x-tyk-since"] } : {}),
        retry: item["x-tyk-retry"],
        success,
        jsonAsText: contents(answers.get(success)?.content).includes("text/plain"),
        oauthErrors: refusals.some(([, answer]) =>
          Object.values(answer.content ?? {}).some(({ schema }) =>
            String(schema["$ref"]).endsWith("/OAuthErrorBody"),
          ),
        ),
      });
    },
  );

  test.each(specified.map((operation) => [operation.id, operation] as const))(
    "%s takes every answer that the spec has an example of",
    (id, operation) => {
      const { answer, success } = operations[id as OperationId];
      const media = Object.values(answersOf(operation).get(success)?.content ?? {});
      const examples = media.flatMap(({ examples = {} }) => Object.values(examples));
      const values = examples.map((example) =>
        "$ref" in example
          ? spec.components.examples[example.$ref.split("/").at(-1) ?? ""]?.value
          : example.value,
      );
      for (const value of values) expect(answer(value), JSON.stringify(value)).toBe(true);
      expect(answer(samples[id as OperationId].answer)).toBe(true);
    },
  );

  test("has one limit of its own, for the purge", () => {
    const limits = Object.entries(operations).flatMap(([id, { timeoutMs }]) =>
      timeoutMs === undefined ? [] : [[id, timeoutMs]],
    );
    expect(limits).toEqual([["purgeOAuthTokens", 60_000]]);
  });
});

describe("the version", () => {
  test("is the package's, and what requests name", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(version).toBe(manifest.version);
    expect(userAgent).toBe(`tyk-oauth-sdk/${manifest.version}`);
  });
});
