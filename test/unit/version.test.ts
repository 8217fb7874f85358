import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { version } from "../../src/index.ts";
import { userAgent } from "../../src/version.ts";

describe("the version", () => {
  test("is the package's, and the one that requests name", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(version).toBe(manifest.version);
    expect(userAgent).toBe(`tyk-oauth-sdk/${manifest.version}`);
  });
});
