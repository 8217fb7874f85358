import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import * as generated from "../../generated/index.ts";
import { mediaTypeOf } from "../support/spec/answer-faults.ts";
import { examplesOf } from "../support/spec/examples.ts";
import { exchanges } from "../support/recordings/exchanges.ts";
import { faultsOf } from "../support/spec/schema-faults.ts";
import { answersOf, operations, spec } from "../support/spec/spec.ts";

/** The calls of the documentation that the project starts from. */
const documented = {
  authorizeClient: "POST /tyk/oauth/authorize-client/",
  createOAuthClient: "POST /tyk/oauth/clients/create",
  deleteOAuthClient: "DELETE /tyk/oauth/clients/{apiID}/{keyName}",
  getOAuthClient: "GET /tyk/oauth/clients/{apiID}/{keyName}",
  getOAuthClientTokens: "GET /tyk/oauth/clients/{apiID}/{keyName}/tokens",
  invalidateOAuthRefresh: "DELETE /tyk/oauth/refresh/{keyName}",
  listOAuthClients: "GET /tyk/oauth/clients/{apiID}",
  revokeAllTokens: "POST /tyk/oauth/revoke_all",
  revokeSingleToken: "POST /tyk/oauth/revoke",
  updateOAuthClientMetadata: "PUT /tyk/oauth/clients/{apiID}",
};

describe("the operations", () => {
  test("include every documented one, with its call", () => {
    const calls = operations.flatMap(({ id, item }) => {
      const { call } = item["x-tyk-documentation"];
      return call === null ? [] : [[id, call]];
    });
    expect(Object.fromEntries(calls)).toEqual(documented);
  });

  test("include two documented calls that no gateway serves, and the notes say why", () => {
    const unanswered = operations.filter(
      ({ item }) => item["x-tyk-documentation"].answered === false,
    );
    expect(unanswered.map(({ id }) => id)).toEqual([
      "updateOAuthClientMetadata",
      "authorizeClient",
    ]);
    for (const { item } of unanswered) expect(item["x-tyk-documentation"].wrong).toMatch(/\w/);
  });

  test("have one deprecated one: the update that never existed", () => {
    expect(operations.filter(({ item }) => item.deprecated).map(({ id }) => id)).toEqual([
      "updateOAuthClientMetadata",
    ]);
  });

  test("match the generated functions", () => {
    expect(Object.keys(generated).sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  test("include two that never succeed with a body: the redirect and the update that never existed", () => {
    const without = operations.filter((operation) => {
      const statuses = [...answersOf(operation).keys()];
      return !statuses.some((status) => status >= 200 && status < 300);
    });
    expect(without.map(({ id }) => id)).toEqual(["updateOAuthClientMetadata", "oauthAuthorize"]);
  });

  test.each(operations)("$id has its notes", ({ method, item }) => {
    expect(item["x-tyk-since"]).toMatch(/^(always|never|\d+\.\d+)$/);
    expect(item["x-tyk-retry"]).toMatch(
      method === "GET" ? /^read$/ : /^(idempotent|idempotent-briefly|exclusive|create|once)$/,
    );
    for (const place of item["x-tyk-secret-in"])
      expect(place).toMatch(/^(path|query|body|answer)$/);
  });

  test("have the listen path as a variable of the server, and not as a parameter", () => {
    const onListenPath = operations.filter((operation) => operation.onListenPath);
    expect(onListenPath.map(({ id }) => id)).toEqual([
      "authorizeClient",
      "oauthAuthorize",
      "oauthToken",
      "oauthRevoke",
      "oauthRevokeAll",
    ]);
    for (const { parameters } of onListenPath)
      expect(parameters.filter((parameter) => parameter.in === "path")).toEqual([]);
  });
});

describe("the schemas", () => {
  test("a Unix time is a number in the generated types", () => {
    expect(JSON.stringify(spec.components.schemas)).not.toContain("int64");
  });

  test("the values in responses are open, because they may be extended", () => {
    expect(JSON.stringify(spec.components.schemas)).not.toContain('"enum"');
  });
});

describe("the examples", () => {
  test.each(operations)("$id has valid examples for everything with a body", (operation) => {
    for (const { place, examples, schema } of examplesOf(operation)) {
      expect(examples, place).not.toEqual([]);
      for (const example of examples) expect(faultsOf(example, schema), place).toEqual([]);
    }
  });

  test.each(operations)("$id has refusals that a gateway sent", (operation) => {
    for (const { place, examples, status, mediaType } of examplesOf(operation)) {
      if (status === undefined || status < 400) continue;
      const said = exchanges.flatMap(({ answer }) =>
        answer?.status === status && mediaTypeOf(answer) === mediaType ? [parsed(answer.body)] : [],
      );
      for (const example of examples)
        expect(
          said.some((body) => isDeepStrictEqual(body, example)),
          place,
        ).toBe(true);
    }
  });
});

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
