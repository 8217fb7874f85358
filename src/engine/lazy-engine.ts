import type { Engine, EngineParts, createEngine } from "./engine.ts";
import { TykConfigError } from "../errors/before-request.ts";
import type { VerbOptions } from "../types/options.ts";
import { tykPromise } from "../types/tyk-promise.ts";
import type { TykPromise, TykResult } from "../types/tyk-promise.ts";
import type { Deps } from "../verbs/deps.ts";
import type { MethodContext } from "../verbs/method-context.ts";
import { thrownName } from "../util/fail.ts";
import { copyArguments } from "./copy-arguments.ts";

type Verbs = Engine["verbs"];

/** Makes engines, once it is loaded. */
let create: typeof createEngine | undefined;

/**
 * One client's engine, made at its first call. Whoever imports the package for an error class, or makes a client that makes no
 * call, loads and runs a fourth of it.
 */
export class LazyEngine {
  readonly #parts: EngineParts;
  #engine: Engine | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Runs a verb. */
  run<T, Given extends readonly unknown[]>(
    name: string,
    passed: Given,
    options: VerbOptions | undefined,
    pick: (verbs: Verbs) => (context: MethodContext, ...passed: Given) => Promise<T>,
  ): TykPromise<T> {
    return this.start(name, [options, passed] as const, ({ deps, verbs }, limits, args) =>
      verbs.startMethod(name, deps, limits, (context) => pick(verbs)(context, ...args)),
    );
  }

  /** Goes through what a verb gives one by one. */
  iterate<T, Given extends readonly unknown[]>(
    name: string,
    passed: Given,
    pick: (verbs: Verbs) => (deps: Deps, ...passed: Given) => AsyncGenerator<T, void, undefined>,
  ): AsyncGenerator<T, void, undefined> {
    return this.#walk(name, copyArguments(name, passed), pick);
  }

  async *#walk<T, Given extends readonly unknown[]>(
    name: string,
    passed: () => Given,
    pick: (verbs: Verbs) => (deps: Deps, ...passed: Given) => AsyncGenerator<T, void, undefined>,
  ): AsyncGenerator<T, void, undefined> {
    const { deps, verbs } = await this.#load(name);
    yield* pick(verbs)(deps, ...passed());
  }

  /** Starts what gives one result. What it is given is taken now, though the engine may have to be loaded first. */
  start<T, Given extends readonly unknown[]>(
    operation: string,
    passed: Given,
    body: (engine: Engine, ...passed: Given) => Promise<TykResult<T>>,
  ): TykPromise<T> {
    const args = copyArguments(operation, passed);
    const begin = async (): Promise<TykResult<T>> =>
      body(this.#ready ?? (await this.#load(operation)), ...args());
    return tykPromise(begin());
  }

  /** The engine, where its module is loaded. */
  get #ready(): Engine | undefined {
    return (this.#engine ??= create?.(this.#parts));
  }

  async #load(operation: string): Promise<Engine> {
    if (create === undefined) {
      const module = await import("./engine.ts").catch((error: unknown) => {
        const why = `a file of this package cannot be loaded (${thrownName(error)})`;
        throw new TykConfigError(why, { operation });
      });
      create = module.createEngine;
    }
    return (this.#engine ??= create(this.#parts));
  }
}
