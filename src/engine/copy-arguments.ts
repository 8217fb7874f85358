import { TykInputError } from "../errors/before-request.ts";
import { copyPlain } from "../util/copy-plain.ts";
import { bareObject } from "../util/bare-object.ts";

/**
 * Copies the arguments of a call. Later changes by the caller must not reach the call, which may wait for the engine and may send
 * several requests. The copies inherit nothing, so a polluted `Object.prototype` does not add options or ids. If an argument
 * cannot be read, such as a getter that throws, the returned function throws a `TykInputError`.
 */
export function copyArguments<T>(operation: string, value: T): () => T {
  try {
    const copy = copyPlain(value, bareObject);
    return () => copy;
  } catch {
    return () => {
      throw new TykInputError("an argument cannot be read", { operation, field: "arguments" });
    };
  }
}
