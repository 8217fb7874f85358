import type { Engine, EngineParts, createEngine } from "../engine.ts";
import { TykConfigError } from "../errors/before-request.ts";
import type { VerbOptions } from "../options.ts";
import { tykPromise } from "../tyk-promise.ts";
import type { TykPromise, TykResult } from "../tyk-promise.ts";
import type { Verb } from "../verbs/verb.ts";
import { nameOfThrown } from "./fail.ts";

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

  /** The engine, where its module is loaded. */
  get ready(): Engine | undefined {
    return (this.#engine ??= create?.(this.#parts));
  }

  /** Loads what is not there yet. */
  async load(operation: string): Promise<Engine> {
    if (create === undefined) {
      const module = await import("../engine.ts").catch((error: unknown) => {
        const why = `a file of this package cannot be loaded (${nameOfThrown(error)})`;
        throw new TykConfigError(why, { operation });
      });
      create = module.createEngine;
    }
    return (this.#engine ??= create(this.#parts));
  }

  /** Runs a verb. */
  run<T>(
    name: string,
    options: VerbOptions | undefined,
    body: (verb: Verb, verbs: Verbs) => Promise<T>,
  ): TykPromise<T> {
    const start = ({ deps, verbs }: Engine): Promise<TykResult<T>> =>
      verbs.startVerb(name, deps, options, (verb) => body(verb, verbs));
    const { ready } = this;
    return tykPromise(ready === undefined ? this.load(name).then(start) : start(ready));
  }
}
