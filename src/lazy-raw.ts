import type { LazyEngine } from "./internal/lazy-engine.ts";
import { operationIds } from "./internal/operations/operation-ids.ts";
import type { RawOperation, TykRaw } from "./raw-types.ts";
import { tykPromise } from "./tyk-promise.ts";

/** Makes `tyk.raw` of an engine that is loaded at the first call. */
export function createLazyRaw(engine: LazyEngine): TykRaw {
  const bind =
    (id: keyof TykRaw): RawOperation<unknown, unknown> =>
    (...args) => {
      const of = (raw: TykRaw): RawOperation<unknown, unknown> =>
        // Each operation takes and gives its own types, which the type of this function's result has again.
        raw[id] as unknown as RawOperation<unknown, unknown>;
      const { ready } = engine;
      if (ready !== undefined) return of(ready.raw)(...args);
      return tykPromise(engine.load(id).then(({ raw }) => of(raw)(...args).withResponse()));
    };
  return Object.fromEntries(operationIds.map((id) => [id, bind(id)])) as unknown as TykRaw;
}
