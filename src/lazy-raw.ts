import type { LazyEngine } from "./internal/lazy-engine.ts";
import { operationIds } from "./internal/operations/operation-ids.ts";
import type { RawOperation, TykRaw } from "./raw-types.ts";

/** Makes `tyk.raw` of an engine that is loaded at the first call. */
export function createLazyRaw(engine: LazyEngine): TykRaw {
  const bind =
    (id: keyof TykRaw): RawOperation<unknown, unknown> =>
    (...given) =>
      engine.start(id, given, ({ raw }, ...args) => {
        // Each operation takes and gives its own types, which the type of this function's result has again.
        const operation = raw[id] as unknown as RawOperation<unknown, unknown>;
        return operation(...args).withResponse();
      });
  return Object.fromEntries(operationIds.map((id) => [id, bind(id)])) as unknown as TykRaw;
}
