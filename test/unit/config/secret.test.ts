import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callSecretFunction } from "../../../src/config/call-secret-function.ts";
import { SecretFile } from "../../../src/config/secret-file.ts";
import { SecretSource } from "../../../src/config/secret.ts";
import { TykConfigError } from "../../../src/index.ts";
import type { AnyTykError } from "../../../src/index.ts";
import { failure, rejectedWith, thrown } from "../../support/util/failure.ts";

/** What it fails with as it is asked. */
function failureOf(source: SecretSource): Promise<AnyTykError> {
  return failure(Promise.resolve(source.get(callSecretFunction)));
}

describe("a secret", () => {
  test.each([
    ["s3cret", "s3cret"],
    ["s3cret\n", "s3cret"],
    ["s3cret\r\n", "s3cret"],
    ["s3cret \t", "s3cret"],
    ["x", "x"],
    ["with spaces inside", "with spaces inside"],
    ["!~", "!~"],
  ])("%j becomes %j", async (given, expected) => {
    expect(await new SecretSource(given).get(callSecretFunction)).toBe(expected);
    expect(await new SecretSource(() => given).get(callSecretFunction)).toBe(expected);
  });

  test("of any text can be sent unchanged, or is rejected without being quoted", async () => {
    const anySecret = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme-ascii" }),
      fc.stringMatching(/^[\x21-\x7e]{4,40}[\t\n ]{0,3}$/),
    );
    await fc.assert(
      fc.asyncProperty(anySecret, async (given) => {
        let secret: string;
        try {
          secret = await new SecretSource(given).get(callSecretFunction);
        } catch (error) {
          expect(error).toBeInstanceOf(TykConfigError);
          if (given.length > 3) expect(String(error)).not.toContain(given);
          return;
        }
        expect(secret).toBe(given.trimEnd());
        expect(new Headers({ "x-tyk-authorization": secret }).get("x-tyk-authorization")).toBe(
          secret,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["", "secret must not be empty"],
    [" \n", "secret must not be empty"],
    [undefined, "secret must be a string or a function that returns one"],
    [null, "secret must be a string or a function that returns one"],
    [42, "secret must be a string or a function that returns one"],
    [["s3cret"], "secret must be a string or a function that returns one"],
    [" s3cret", "secret contains characters that a header cannot have"],
    ["s3cret\r\nx-evil: 1", "secret contains characters that a header cannot have"],
    ["s3cret\u0000", "secret contains characters that a header cannot have"],
    ["s3\tcret", "secret contains characters that a header cannot have"],
    ["s3cret\u007f", "secret contains characters that a header cannot have"],
    ["s3crét", "secret contains characters that a header cannot have"],
    ["s3cret\u{1f511}", "secret contains characters that a header cannot have"],
  ])("%j is rejected without being quoted", async (given, message) => {
    const refused = [
      await thrown(() => new SecretSource(given)),
      await failureOf(new SecretSource(() => given)),
    ];
    for (const error of refused) {
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toBe(message);
      expect(error.cause).toBeUndefined();
    }
  });

  test("is rejected with a control character at any position", async () => {
    const controls = [...Array(32).keys(), 127].map((code) => String.fromCharCode(code));
    for (const control of controls) {
      expect((await thrown(() => new SecretSource(`a${control}b`))).code).toBe("config");
      expect((await thrown(() => new SecretSource(`${control}b`))).code).toBe("config");
    }
  });

  test("is classified by whether another read can change it", () => {
    expect(new SecretSource("s3cret").canChange).toBe(false);
    expect(new SecretSource(() => "s3cret").canChange).toBe(true);
  });

  test("as a function is called for each use, awaited, and not called before", async () => {
    let calls = 0;
    const source = new SecretSource(async () => {
      calls += 1;
      await Promise.resolve();
      return `s3cret-${calls}`;
    });
    expect(calls).toBe(0);
    expect(await source.get(callSecretFunction)).toBe("s3cret-1");
    expect(await source.get(callSecretFunction)).toBe("s3cret-2");
  });

  test.each([
    ["an error", new RangeError("t0ken of the vault"), "RangeError"],
    ["a string", "t0ken of the vault", "string"],
    ["nothing", undefined, "undefined"],
  ])(
    "as a function that fails with %s is a TykConfigError that does not quote it",
    async (_, reason, name) => {
      const rejecting = new SecretSource(() => rejectedWith(reason));
      const throwing = new SecretSource(() => {
        throw reason as Error;
      });
      expect((await failureOf(rejecting)).message).toBe(`the secret function failed (${name})`);
      const error = await failureOf(throwing);
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toBe(`the secret function failed (${name})`);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("t0ken");
    },
  );

  test("as a file reports its own errors, which a function of the caller cannot", async () => {
    const file = new SecretFile("TYK_GATEWAY_SECRET_FILE", "/");
    expect(await failureOf(new SecretSource(file))).toMatchObject({
      name: "TykConfigError",
      message: "TYK_GATEWAY_SECRET_FILE: the path is a directory, and must be a regular file",
    });
    const forged = new TykConfigError("vault token s3cret");
    expect((await failureOf(new SecretSource(() => rejectedWith(forged)))).message).toBe(
      "the secret function failed (an error)",
    );
  });

  test("is in nothing that shows its source", () => {
    const source = new SecretSource("s3cret");
    expect(inspect(source, { depth: 9, showHidden: true })).not.toContain("s3cret");
    expect(JSON.stringify([source, Object.entries(source)])).not.toContain("s3cret");
  });
});
