import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/util/bytes.ts";
import { foreignBytes, otherRealm } from "../../support/realms/other-realm.ts";

describe("bytes", () => {
  test.each<[string, unknown]>([
    ["a Uint8Array", new TextEncoder().encode("abc")],
    ["a part of a Uint8Array", new TextEncoder().encode("xabcx").subarray(1, 4)],
    ["a Buffer", Buffer.from("abc")],
    ["an ArrayBuffer", new TextEncoder().encode("abc").buffer],
    ["a Uint8Array of another realm", foreignBytes("abc")],
    ["an ArrayBuffer of another realm", foreignBytes("abc").buffer],
  ])("can be %s", (_, value) => {
    const bytes = toBytes(value);
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect([...(bytes ?? [])]).toEqual([97, 98, 99]);
  });

  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a string", "abc"],
    ["a list", [97]],
    ["an array of other numbers", new Uint16Array([97])],
    ["a view", new DataView(new ArrayBuffer(1))],
    ["an object that pretends to be one", { [Symbol.toStringTag]: "Uint8Array", byteLength: 1 }],
    ["an instance by its prototype alone", Object.create(otherRealm.ArrayBuffer.prototype)],
  ])("cannot be %s", (_, value) => {
    expect(toBytes(value)).toBeUndefined();
  });
});
