import { withCurrentStack } from "../../errors/change-error.ts";
import { TykAbortError } from "../../errors/connection.ts";
import type { VerbOptions } from "../../types/options.ts";
import { isAbortSignal, onAbort } from "../../util/abort.ts";
import { isRecord } from "../../util/json.ts";
import { withoutPrototype } from "../../util/bare-object.ts";
import { runEach } from "../../util/run-each.ts";
import { ElementQueue } from "./element-queue.ts";

type IteratorOptions = Omit<VerbOptions, "deadlineMs">;

/**
 * Yields the elements of a list in batches, while a run of a method reads it. If the consumer stops early, the run is aborted, which closes its
 * connection. An element is never yielded twice: after the first one, the run does not retry.
 *
 * @param operation - The name of the method.
 * @param start - Starts the run with these options. It passes the queue to its read of the list.
 */
export async function* streamElements<Element>(
  operation: string,
  options: IteratorOptions | undefined,
  start: (options: IteratorOptions, queue: ElementQueue<Element>) => Promise<unknown>,
): AsyncGenerator<readonly Element[], void, undefined> {
  const queue = new ElementQueue<Element>();
  const controller = new AbortController();
  const { limited, stopListening } = withSignal(options, controller);
  const hasSignal = stopListening !== undefined;
  let failure: { readonly error: unknown } | undefined;
  const run = start(limited, queue)
    .catch((error: unknown) => {
      failure = { error };
    })
    .finally(() => {
      queue.end();
    });
  try {
    for (;;) {
      const elements = await queue.take();
      if (elements === undefined) break;
      // With a signal, one by one: an abort must end the iteration at once, also if the run has ended already.
      const batches = hasSignal ? elements.map((element) => [element]) : [elements];
      for (const batch of batches) {
        if (controller.signal.aborted) throw createAbortError(operation, controller.signal);
        yield batch;
      }
    }
  } finally {
    controller.abort();
    await run;
    runEach(stopListening);
  }
  // The run is not awaited where it fails, so its error has no frames of the caller.
  if (failure !== undefined) throw withCurrentStack(failure.error);
}

/** Lets the controller abort the run besides the caller's signal. Options that are not valid stay as they are: the run refuses them. */
function withSignal(
  options: IteratorOptions = withoutPrototype({}),
  controller: AbortController,
): { readonly limited: IteratorOptions; readonly stopListening?: () => void } {
  if (!isRecord(options)) return { limited: options };
  const { signal } = options;
  if (signal !== undefined && !isAbortSignal(signal)) return { limited: options };
  // Inherits nothing: a polluted `Object.prototype` would otherwise set options.
  const limited = withoutPrototype<IteratorOptions>({ ...options, signal: controller.signal });
  if (signal === undefined) return { limited };
  const stopListening = onAbort(signal, () => {
    controller.abort(signal.reason);
  });
  return { limited, stopListening };
}

function createAbortError(operation: string, { reason }: AbortSignal): TykAbortError {
  const details = { operation, cause: reason as unknown };
  return new TykAbortError("aborted while its results were used", details);
}
