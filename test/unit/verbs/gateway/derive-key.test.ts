import { expect, test } from "vitest";
import { TykConfigError, TykOAuth } from "../../../../src/index.ts";
import type { SecretOption } from "../../../../src/index.ts";

/** Derives a key as hex digits. */
async function keyOf(secret: SecretOption, salt = "salt"): Promise<string> {
  const tyk = new TykOAuth({ baseUrl: "https://gateway.example", secret });
  return Buffer.from(await tyk.deriveKey(salt)).toString("hex");
}

test("the key depends on the gateway's secret and the salt alone", async () => {
  const key = await keyOf("one");
  expect(key).toMatch(/^[\da-f]{64}$/);
  expect(await keyOf("one")).toBe(key);
  expect(await keyOf(() => Promise.resolve("one\n"))).toBe(key);
  expect(await keyOf("two")).not.toBe(key);
  expect(await keyOf("one", "other")).not.toBe(key);
});

test("the key is PBKDF2 of the secret", async () => {
  const { pbkdf2Sync } = await import("node:crypto");
  const expected = pbkdf2Sync("one", "salt", 100_000, 32, "sha256").toString("hex");
  expect(await keyOf("one")).toBe(expected);
});

test("a secret function that fails is a TykConfigError", async () => {
  const failing = (): never => {
    throw new Error("canary");
  };
  await expect(keyOf(failing)).rejects.toThrow(TykConfigError);
  await expect(keyOf(failing)).rejects.not.toThrow("canary");
});

test("an abort ends the wait for the secret function", async () => {
  const secret = (): Promise<string> => new Promise(() => undefined);
  const tyk = new TykOAuth({ baseUrl: "https://gateway.example", secret });
  const derived = tyk.deriveKey("salt", { signal: AbortSignal.abort() });
  await expect(derived).rejects.toMatchObject({ code: "aborted" });
});
