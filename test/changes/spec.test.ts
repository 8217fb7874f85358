import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import type { Document } from "yaml";
import { compareSpecs } from "../../scripts/changes/compare-specs.ts";
import { specFile } from "../support/spec/spec.ts";

const folder = mkdtempSync(join(tmpdir(), "spec-changes-"));
const good = readFileSync(specFile, "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The changes that an edit of the spec makes, as `level where`. */
async function changesBy(edit: (spec: Document) => void): Promise<string[]> {
  const spec = parseDocument(good);
  edit(spec);
  const file = join(folder, "edited.yaml");
  writeFileSync(file, spec.toString());
  return (await compareSpecs(specFile, file)).map(({ level, where }) => `${level} ${where}`);
}

const client = ["components", "schemas", "OAuthClient"];
const request = ["components", "schemas", "NewClientRequest"];
const one = ["paths", "/tyk/oauth/clients/{apiID}/{keyName}", "get"];
const list = ["paths", "/tyk/apis", "get"];
const query = { name: "sort", in: "query", schema: { type: "string" } };

describe("a change of the spec is breaking if", () => {
  test.each<[string, string, (spec: Document) => void]>([
    [
      "an operation is gone",
      "DELETE /tyk/oauth/tokens",
      (spec) => spec.deleteIn(["paths", "/tyk/oauth/tokens"]),
    ],
    [
      "an operation has lost its name",
      "GET /tyk/apis",
      (spec) => spec.deleteIn([...list, "operationId"]),
    ],
    [
      "a field of an answer is gone",
      "GET /tyk/oauth/clients/{apiID}",
      (spec) => spec.deleteIn([...client, "properties", "policy_id"]),
    ],
    [
      "a field of an answer may be missing",
      "GET /tyk/oauth/clients/{apiID}",
      (spec) => {
        spec.setIn([...client, "required"], ["client_id"]);
      },
    ],
    [
      "a field of an answer is of another type",
      "GET /tyk/oauth/clients/{apiID}",
      (spec) => {
        spec.setIn([...client, "properties", "secret", "type"], "integer");
      },
    ],
    [
      "a field of an answer can be null",
      "GET /tyk/oauth/clients/{apiID}",
      (spec) => {
        spec.setIn([...client, "properties", "secret", "type"], ["string", "null"]);
      },
    ],
    [
      "a field of a body must be there",
      "POST /tyk/oauth/clients/create",
      (spec) => {
        spec.setIn([...request, "required"], ["api_id"]);
      },
    ],
    [
      "a field of a body is gone",
      "POST /tyk/oauth/clients/create",
      (spec) => spec.deleteIn([...request, "properties", "api_id"]),
    ],
    [
      "a query must be given",
      "GET /tyk/oauth/clients/{apiID}/{keyName}",
      (spec) => {
        spec.setIn([...one, "parameters"], [{ ...query, required: true }]);
      },
    ],
    [
      "a query takes less",
      "DELETE /tyk/oauth/tokens",
      (spec) => {
        spec.setIn(
          ["paths", "/tyk/oauth/tokens", "delete", "parameters", 0, "schema", "enum"],
          ["all"],
        );
      },
    ],
    [
      "a refusal is gone",
      "GET /tyk/oauth/clients/{apiID}/{keyName}",
      (spec) => spec.deleteIn([...one, "responses", "404"]),
    ],
  ])("%s", async (_, where, edit) => {
    expect(await changesBy(edit)).toContain(`breaking ${where}`);
  });
});

describe("a change of the spec is an addition if", () => {
  test.each<[string, string, (spec: Document) => void]>([
    [
      "there is a new operation",
      "GET /tyk/reload",
      (spec) => {
        spec.setIn(["paths", "/tyk/reload"], {
          get: { operationId: "reload", responses: { "200": { description: "Done." } } },
        });
      },
    ],
    [
      "a query may be given",
      "GET /tyk/oauth/clients/{apiID}/{keyName}",
      (spec) => {
        spec.setIn([...one, "parameters"], [query]);
      },
    ],
    [
      "an answer has a new field",
      "GET /tyk/oauth/clients/{apiID}",
      (spec) => {
        spec.setIn([...client, "properties", "created"], { type: "string" });
      },
    ],
    [
      "a body may have a new field",
      "POST /tyk/oauth/clients/create",
      (spec) => {
        spec.setIn([...request, "properties", "tags"], { type: "string" });
      },
    ],
  ])("%s", async (_, where, edit) => {
    const changes = await changesBy(edit);
    expect(changes).toContain(`addition ${where}`);
    expect(changes.filter((change) => change.startsWith("breaking"))).toEqual([]);
  });
});

test("texts, examples and notes are documentation changes", async () => {
  const edits: ((spec: Document) => void)[] = [
    (spec) => {
      spec.setIn(["info", "description"], "Other words.");
    },
    (spec) => {
      spec.setIn([...one, "x-tyk-retry"], "once");
    },
  ];
  for (const edit of edits) expect(await changesBy(edit)).toEqual(["text the spec"]);
});

test("a different notation of the same spec is no change", async () => {
  expect(await changesBy(() => undefined)).toEqual([]);
});

test("a file that is no spec cannot be compared", async () => {
  const file = join(folder, "broken.yaml");
  writeFileSync(file, "openapi: [");
  await expect(compareSpecs(specFile, file)).rejects.toThrow("oasdiff failed");
});
