import { TykInputError } from "../errors/before-request.ts";
import { copyPlain } from "../util/copy-plain.ts";
import { bareObject } from "../util/bare-object.ts";

/**
 * What a call is given, as it is now: what the caller makes of the objects later is not the call's, which may wait for the engine
 * and sends several requests; nor is what another module has put on `Object.prototype`. Where it cannot be read, by a getter that
 * throws say, whoever asks for it is told so.
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
