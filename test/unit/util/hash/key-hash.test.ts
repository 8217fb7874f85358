import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashToken, makeToken, tokenOrganisation } from "../../../../src/util/hash/key-hash.ts";
import { murmur128, murmur32, murmur64 } from "../../../../src/util/hash/murmur3.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("murmur3 with 128 bits", () => {
  it.each([
    ["", "00000000000000000000000000000000"],
    ["hello", "cbd8a7b341bd9b025b1e906a48ae1d19"],
    ["hello, world", "342fac623a5ebc8e4cdcbc079642414d"],
    ["19 Jan 2038 at 3:14:07 AM", "b89e5988b737affc664fc2950231b2cb"],
    ["The quick brown fox jumps over the lazy dog.", "cd99481f9ee902c9695da1a38987b6e7"],
  ])("of %j is the published %s", (text, hash) => {
    expect(murmur128(bytes(text))).toBe(hash);
    expect(murmur64(bytes(text))).toBe(hash.slice(0, 16));
  });
});

describe("murmur3 with 32 bits, as the gateway uses it", () => {
  /** What turns the gateway's unfinished hash into the published one. */
  const finish = (hex: string, length: number): string => {
    let hash = Number.parseInt(hex, 16) ^ length;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, "0");
  };

  it.each([
    ["", "00000000"],
    ["test", "ba6bd213"],
    ["hello, world", "149bbb7f"],
    ["The quick brown fox jumps over the lazy dog.", "d5c48bfc"],
  ])("of %j is the published hash before the finishing step", (text, published) => {
    expect(finish(murmur32(bytes(text)), text.length)).toBe(published);
  });

  it("omits the bytes behind the last block of four", () => {
    expect(murmur32(bytes("abcdxyz"))).toBe(murmur32(bytes("abcd")));
    expect(murmur32(bytes("abcdwxyz"))).not.toBe(murmur32(bytes("abcd")));
  });

  it("reads only the given part of a buffer", () => {
    const whole = bytes("..test..");
    expect(murmur32(whole.subarray(2, 6))).toBe(murmur32(bytes("test")));
    expect(murmur128(whole.subarray(2, 6))).toBe(murmur128(bytes("test")));
  });
});

describe("sha256", () => {
  it.each(["", "abc", "ü".repeat(100)])("of %j is Node's", (token) => {
    const expected = createHash("sha256").update(token).digest("hex");
    expect(hashToken(token, "sha256")).toBe(expected);
  });
});

describe("the code of a token", () => {
  const token = makeToken("acme", "773c7ea5ee014444 9526a01afd3b0716".replace(" ", ""), "murmur64");

  it("is the one under which a real gateway listed it", () => {
    const recorded =
      "eyJvcmciOiJhY21lIiwiaWQiOiI3NzNjN2VhNWVlMDE0NDQ0OTUyNmEwMWFmZDNiMDcxNiIsImgiOiJtdXJtdXI2NCJ9";
    expect(token).toBe(recorded);
    expect(hashToken(recorded)).toBe("65c79bca6dfde81d");
    const plain = ["acme093d9e5311384fe583c27257c4274704", "acme489efbe85c2c41b5bd1c57eff8c5e714"];
    expect(plain.map((one) => hashToken(one)).sort()).toEqual(["2bd1aa9e", "34cb94b5"]);
  });

  it.each([
    ["murmur32", 8],
    ["murmur64", 16],
    ["murmur128", 32],
    ["sha256", 64],
  ] as const)("hashed by %s has %i digits, whatever the gateway's own function", (name, digits) => {
    expect(hashToken(makeToken("acme", "1", name))).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
  });

  it("uses murmur32 if the token names no function, or an unknown one", () => {
    for (const odd of [
      "acme123456",
      "eyX",
      btoa('{"org":"a"}'),
      btoa('{"org":"a","h":"md5"}'),
      "eyJub",
    ]) {
      expect(hashToken(odd)).toBe(murmur32(bytes(odd)));
    }
  });
});

describe("the organisation of a token", () => {
  it.each([
    [makeToken("acme", "1", "sha256"), "acme"],
    ["0123456789abcdef01234567rest", "0123456789abcdef01234567"],
    ["0123456789abcdef01234567", ""],
    ["acme0123456789", ""],
    [btoa('{"id":"1"}'), ""],
  ])("of %s is %j", (token, orgId) => {
    expect(tokenOrganisation(token)).toBe(orgId);
  });
});
