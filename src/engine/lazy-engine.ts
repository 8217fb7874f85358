import type { Engine, EngineParts, createEngine } from "./engine.ts";
import { TykConfigError } from "../errors/before-request.ts";
import type { VerbOptions } from "../types/options.ts";
import type { ToArrayArgs, TykIterator } from "../types/tyk-iterator.ts";
import { tykPromise } from "../types/tyk-promise.ts";
import type { TykPromise, TykResult } from "../types/tyk-promise.ts";
import type { Deps } from "../verbs/deps.ts";
import type { MethodContext } from "../verbs/method-context.ts";
import { thrownName } from "../util/fail.ts";
import { copyArguments } from "./copy-arguments.ts";
import { flatten } from "./flatten.ts";

type Verbs = Engine["verbs"];

/** A method that yields its results in batches. */
type Iterate<T, Args extends readonly unknown[]> = (
  deps: Deps,
  ...args: Args
) => AsyncGenerator<readonly T[], void, undefined>;

/** `createEngine`, once its module is loaded. */
let loadedCreateEngine: typeof createEngine | undefined;

/**
 * Creates a client's engine at its first call. Until a call is made, a program loads and runs only a fourth of the package.
 */
export class LazyEngine {
  readonly #parts: EngineParts;
  #engine: Engine | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Runs a method that returns one result. */
  run<T, Args extends readonly unknown[]>(
    name: string,
    args: Args,
    options: VerbOptions | undefined,
    pick: (verbs: Verbs) => (context: MethodContext, ...args: Args) => Promise<T>,
  ): TykPromise<T> {
    return this.start(
      name,
      [options, args] as const,
      ({ deps, verbs }, copiedOptions, copiedArgs) =>
        verbs.startMethod(name, deps, copiedArgs, copiedOptions, (context) =>
          pick(verbs)(context, ...copiedArgs),
        ),
    );
  }

  /** Runs a method that yields its results in batches. */
  iterate<T, Args extends readonly unknown[]>(
    name: string,
    args: Args,
    pick: (verbs: Verbs) => Iterate<T, Args>,
  ): TykIterator<T> {
    // Copied here, because the body of a generator function runs only at the first `next()`.
    const generator = flatten(this.#generate(name, copyArguments(name, args), pick));
    return Object.assign(generator, {
      toArray: async (toArrayArgs: ToArrayArgs): Promise<T[]> => {
        const copiedArgs = copyArguments(name, toArrayArgs);
        const { collect } = await this.#load(name);
        return collect(name, generator, copiedArgs());
      },
    });
  }

  async *#generate<T, Args extends readonly unknown[]>(
    name: string,
    copiedArgs: () => Args,
    pick: (verbs: Verbs) => Iterate<T, Args>,
  ): AsyncGenerator<readonly T[], void, undefined> {
    const { deps, verbs } = await this.#load(name);
    yield* pick(verbs)(deps, ...copiedArgs());
  }

  /** Starts a call with one result. The arguments are copied at once, even if the engine must be loaded first. */
  start<T, Args extends readonly unknown[]>(
    operation: string,
    args: Args,
    body: (engine: Engine, ...args: Args) => Promise<TykResult<T>>,
  ): TykPromise<T> {
    const copiedArgs = copyArguments(operation, args);
    const run = async (): Promise<TykResult<T>> =>
      body(this.#loaded ?? (await this.#load(operation)), ...copiedArgs());
    return tykPromise(run());
  }

  /** The engine, if its module is loaded. */
  get #loaded(): Engine | undefined {
    return (this.#engine ??= loadedCreateEngine?.(this.#parts));
  }

  async #load(operation: string): Promise<Engine> {
    if (loadedCreateEngine === undefined) {
      const module = await import("./engine.ts").catch((error: unknown) => {
        const message = `a file of this package cannot be loaded (${thrownName(error)})`;
        throw new TykConfigError(message, { operation });
      });
      loadedCreateEngine = module.createEngine;
    }
    return (this.#engine ??= loadedCreateEngine(this.#parts));
  }
}
