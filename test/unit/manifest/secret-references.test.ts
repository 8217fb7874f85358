import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parseManifest, TykManifestError } from "../../../src/manifest/index.ts";
import type { ParseManifestOptions } from "../../../src/manifest/index.ts";
import { problemsOf } from "../../support/manifest/problems.ts";

const redirect_uri = "https://shop.example/cb";

describe("the secret references of a manifest", () => {
  test("refuses a secret in place of a reference, and does not show it", async () => {
    const canary = "canary-4f1c";
    const wrong = [
      canary,
      { [canary]: null },
      { env: `${canary} ` },
      { generate: canary },
      [canary],
      { env: "A", file: "b" },
      {},
    ];
    for (const secret of wrong) {
      const document = { version: 1, apis: ["orders"], clients: { a: { redirect_uri, secret } } };
      const error: unknown = await parseManifest(document).catch((thrown: unknown) => thrown);
      expect(error, JSON.stringify(secret)).toBeInstanceOf(TykManifestError);
      const shown = inspect(error, { depth: 9 }) + JSON.stringify(error);
      expect(shown).toContain("/clients/a/secret");
      expect(shown).not.toContain("4f1c");
    }
  });

  test("checks that references resolve, and keeps nothing of them", async () => {
    const document = {
      version: 1,
      apis: ["orders"],
      clients: {
        a: { redirect_uri, secret: { env: "A" } },
        b: { redirect_uri, secret: { file: "b.txt" } },
        c: { redirect_uri, secret: { env: "C" }, lint: "warn" },
        d: { redirect_uri, secret: { generate: true } },
        e: { redirect_uri, secret: { env: "E" } },
      },
    };
    const values: Record<string, string> = { A: "canary+4f1c", C: "canary+4f1c", E: "canary-4f1c" };
    const asked: unknown[] = [];
    const secrets: ParseManifestOptions["secrets"] = (reference) => {
      asked.push(reference);
      if ("file" in reference) throw new Error("canary-4f1c");
      return values[reference.env] ?? "";
    };
    expect(await problemsOf(document, { secrets })).toEqual([
      expect.stringMatching(
        /^\/clients\/a\/secret: the environment variable A must have only characters of/,
      ),
      "/clients/b/secret: the file b.txt cannot be read: the secrets function failed (Error)",
    ]);
    expect(asked).toEqual([{ env: "A" }, { file: "b.txt" }, { env: "C" }, { env: "E" }]);
    const unset = { secrets: () => undefined as never };
    expect((await problemsOf(document, unset))[0]).toBe(
      "/clients/a/secret: the environment variable A is not set, or is empty",
    );
    const good = await parseManifest(document, { secrets: () => "canary-4f1c" });
    expect(inspect(good, { depth: 9, showHidden: true })).not.toContain("4f1c");
  });
});
