import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { readCompletions } from "../../docs/site/playground/build/read-completions.ts";
import { membersAt } from "../../docs/site/playground/editor/members-at.ts";
import { root } from "../support/docs/root.ts";

const report = (name: string): string =>
  readFileSync(join(root, `docs/api/${name}.api.md`), "utf8");

const completions = readCompletions({
  "@tyk-oauth/sdk": report("index"),
  "@tyk-oauth/sdk/testing": report("testing"),
});

const namesAt = (path: string, program = ""): string[] =>
  membersAt(completions, path, program).map(({ name }) => name);

describe("the editor offers", () => {
  test("every public member of the client and its methods", () => {
    const tyk = createGateway().client();
    for (const name of namesAt("tyk.")) expect(tyk).toHaveProperty(name);
    for (const resource of ["clients", "tokens", "apis", "policies", "gateway"] as const) {
      const prototype = Object.getPrototypeOf(tyk[resource]) as object;
      const methods = Object.getOwnPropertyNames(prototype).filter(
        (name) => name !== "constructor",
      );
      expect(namesAt(`tyk.${resource}.`).sort()).toEqual(methods.sort());
    }
    expect(namesAt("tyk.raw.").sort()).toEqual(Object.keys(tyk.raw).sort());
  });

  test("the members of the gateway", () => {
    expect(namesAt("gateway.").sort()).toEqual(Object.keys(createGateway()).sort());
  });

  test("the members of variables with other names", () => {
    const program = "const old = createGateway();\nconst client = old.client();";
    expect(namesAt("old.", program)).toContain("advance");
    expect(namesAt("client.clients.", program)).toContain("cutOff");
  });

  test.each(["nothing.", "tyk.nothing.", "tyk.clients.get.", "constructor.", "tyk.constructor."])(
    "nothing after %s",
    (path) => {
      expect(namesAt(path)).toEqual([]);
    },
  );

  test("the functions and classes of each module", () => {
    expect(completions.exports["@tyk-oauth/sdk/testing"]).toContain("createGateway");
    expect(completions.exports["@tyk-oauth/sdk"]).toContain("isTykError");
  });
});
