/**
 * Returns a `Uint8Array` (such as Node's `Buffer`) or an `ArrayBuffer` as a `Uint8Array` of this realm, or `undefined` if the value
 * is neither. `instanceof` fails for bytes of another realm, such as those of a test environment or of a frame.
 */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (isUint8Array(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isArrayBuffer(value) ? new Uint8Array(value) : undefined;
}

function isUint8Array(value: unknown): value is Uint8Array {
  // The getter of the prototype reads the real type. An object cannot pretend to have another one.
  const prototype: unknown = Object.getPrototypeOf(Uint8Array.prototype);
  return (
    ArrayBuffer.isView(value) &&
    Reflect.get(prototype as object, Symbol.toStringTag, value) === "Uint8Array"
  );
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  try {
    // The getter throws for any other value.
    Reflect.get(ArrayBuffer.prototype, "byteLength", value);
    return true;
  } catch {
    return false;
  }
}
