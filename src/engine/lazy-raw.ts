import type { LazyEngine } from "./lazy-engine.ts";
import { operationIds } from "../../generated/operation-ids.gen.ts";
import type { RawOperation, TykRaw } from "../types/raw.ts";

/** Creates `tyk.raw`. Its first call loads the engine. */
export function createLazyRaw(engine: LazyEngine): TykRaw {
  const bind =
    (id: keyof TykRaw): RawOperation<unknown, unknown> =>
    (...args) =>
      engine.start(id, [args] as const, ({ sendRaw }, [input, options]) =>
        // `TykRaw` checks the type of the input for the caller.
        sendRaw(id, input as never, options),
      );
  // `fromEntries` loses the names. `test/types` compares the operations with `TykRaw`.
  return Object.fromEntries(operationIds.map((id) => [id, bind(id)])) as unknown as TykRaw;
}
