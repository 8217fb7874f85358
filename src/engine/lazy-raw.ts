import type { LazyEngine } from "./lazy-engine.ts";
import { operationIds } from "../../generated/operation-ids.gen.ts";
import type { RawOperation, TykRaw } from "../types/raw.ts";

/** Makes `tyk.raw` of an engine that is loaded at the first call. */
export function createLazyRaw(engine: LazyEngine): TykRaw {
  const bind =
    (id: keyof TykRaw): RawOperation<unknown, unknown> =>
    (...called) =>
      engine.start(id, [called] as const, ({ deps }, [input, options]) =>
        // What it takes is checked by the type of this function's result.
        deps.send(id, input as never, options),
      );
  return Object.fromEntries(operationIds.map((id) => [id, bind(id)])) as unknown as TykRaw;
}
