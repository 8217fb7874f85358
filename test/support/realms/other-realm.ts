import { runInNewContext } from "node:vm";

/** The classes of another realm, such as that of a test environment or a frame. */
interface OtherRealm {
  readonly Uint8Array: typeof Uint8Array;
  readonly ArrayBuffer: typeof ArrayBuffer;
  readonly Error: typeof Error;
  readonly Promise: typeof Promise;
}

export const otherRealm: OtherRealm = runInNewContext(
  "({ Uint8Array, ArrayBuffer, Error, Promise })",
) as OtherRealm;

/** Returns the bytes of a text as a `Uint8Array` of the other realm. */
export function foreignBytes(text: string): Uint8Array {
  return otherRealm.Uint8Array.from(new TextEncoder().encode(text));
}
