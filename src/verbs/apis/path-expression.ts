/** The states of an automaton: `accepts` is undefined for a state that is left without reading a character. */
interface State {
  readonly accepts: ((character: string) => boolean) | undefined;
  readonly next: number[];
}

/** Thrown inside this file for an expression that is not evaluated. */
class NotEvaluated extends Error {}

/** A definition can name any expression, another organisation's too: this bounds what one check costs. */
const maxStates = 2_000;
const maxRepeat = 100;

/**
 * Part of the gateway's regular expressions (RE2), without backtracking: a hostile expression cannot stall the process, as it
 * could in a JavaScript `RegExp`.
 */
export class PathExpression {
  readonly #states: readonly State[];
  readonly #start: number;
  readonly #end: number;

  /** @throws if the expression has parts that are not evaluated; use {@link parsePathExpression}. */
  constructor(source: string) {
    const builder = new Builder(source);
    this.#end = builder.add(undefined, []);
    this.#start = builder.build(this.#end);
    this.#states = builder.states;
  }

  /** Whether the expression matches the text from its first to its last character, or, with `prefix`, some beginning of it. */
  matches(text: string, extent: "whole" | "prefix"): boolean {
    let active = this.#closure([this.#start]);
    for (const character of text) {
      if (extent === "prefix" && active.has(this.#end)) return true;
      active = this.#closure(
        [...active].flatMap((at) => {
          const { accepts, next } = this.#states[at] ?? { accepts: undefined, next: [] };
          return accepts?.(character) === true ? next : [];
        }),
      );
    }
    return active.has(this.#end);
  }

  #closure(from: readonly number[]): ReadonlySet<number> {
    const reached = new Set<number>();
    const open = [...from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      const state = this.#states[at];
      if (state !== undefined && state.accepts === undefined) open.push(...state.next);
    }
    return reached;
  }
}

/** The expression, or `undefined` if it has parts that are not evaluated: flags, anchors, capturing groups, named classes. */
export function parsePathExpression(source: string): PathExpression | undefined {
  try {
    return new PathExpression(source);
  } catch (error) {
    if (error instanceof NotEvaluated) return undefined;
    throw error;
  }
}

/** Adds the states of a part in front of the state `to`, and gives the first of them. */
type Part = (to: number) => number;

class Builder {
  readonly states: State[] = [];
  readonly #characters: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#characters = Array.from(source);
  }

  add(accepts: State["accepts"], next: number[]): number {
    if (this.states.length >= maxStates) throw new NotEvaluated();
    return this.states.push({ accepts, next }) - 1;
  }

  build(end: number): number {
    const whole = this.#alternatives();
    if (this.#at < this.#characters.length) throw new NotEvaluated();
    return whole(end);
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new NotEvaluated();
    this.#at += 1;
    return character;
  }

  #alternatives(): Part {
    const branches = [this.#sequence()];
    while (this.#peek() === "|") {
      this.#at += 1;
      branches.push(this.#sequence());
    }
    return (to) =>
      this.add(
        undefined,
        branches.map((branch) => branch(to)),
      );
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined && !"|)".includes(next); next = this.#peek())
      parts.push(this.#repeated(this.#single()));
    return (to) => parts.reduceRight((at, part) => part(at), to);
  }

  #single(): Part {
    const character = this.#take();
    if (character === "(") return this.#group();
    const accepts = this.#acceptorOf(character);
    return (to) => this.add(accepts, [to]);
  }

  #group(): Part {
    // The gateway does not load a route whose pattern has capturing groups; flags are not evaluated.
    if (this.#take() !== "?" || this.#take() !== ":") throw new NotEvaluated();
    const inner = this.#alternatives();
    if (this.#take() !== ")") throw new NotEvaluated();
    return inner;
  }

  #repeated(part: Part): Part {
    const bounds = this.#bounds();
    if (bounds === undefined) return part;
    // A lazy quantifier matches the same texts.
    if (this.#peek() === "?") this.#at += 1;
    if ("*+?{".includes(this.#peek() ?? "|")) throw new NotEvaluated();
    const { least, most } = bounds;
    return (to) => {
      let at = to;
      if (most === Number.POSITIVE_INFINITY) {
        const loop = this.add(undefined, [to]);
        this.states[loop]?.next.push(part(loop));
        at = loop;
      } else {
        for (let left = most - least; left > 0; left -= 1) at = this.add(undefined, [to, part(at)]);
      }
      for (let left = least; left > 0; left -= 1) at = part(at);
      return at;
    };
  }

  #bounds(): { readonly least: number; readonly most: number } | undefined {
    const next = this.#peek();
    if (next === undefined || !"*+?{".includes(next)) return undefined;
    this.#at += 1;
    if (next === "*") return { least: 0, most: Number.POSITIVE_INFINITY };
    if (next === "+") return { least: 1, most: Number.POSITIVE_INFINITY };
    if (next === "?") return { least: 0, most: 1 };
    let text = "";
    for (let one = this.#take(); one !== "}"; one = this.#take()) text += one;
    const [, first, comma, last] = /^(\d+)(,?)(\d*)$/.exec(text) ?? [];
    if (first === undefined) throw new NotEvaluated();
    const least = Number(first);
    const open = comma === "," && last === "";
    const most = comma === "" ? least : open ? Number.POSITIVE_INFINITY : Number(last);
    if (least > maxRepeat || most < least || (!open && most > maxRepeat)) throw new NotEvaluated();
    return { least, most };
  }

  #acceptorOf(character: string): (one: string) => boolean {
    if (character === ".") return (one) => one !== "\n";
    if (character === "[") return this.#characterClass();
    if (character === "\\") return this.#escaped();
    if ("^$*+?{})".includes(character)) throw new NotEvaluated();
    return (one) => one === character;
  }

  #escaped(): (one: string) => boolean {
    const character = this.#take();
    const known = escapes[character];
    if (known !== undefined) return known;
    // RE2 takes an escaped punctuation character for itself; a letter or a digit has a meaning.
    if (!/[!-/:-@[-`{-~]/.test(character)) throw new NotEvaluated();
    return (one) => one === character;
  }

  #characterClass(): (one: string) => boolean {
    const isNegated = this.#peek() === "^";
    if (isNegated) this.#at += 1;
    const accepting: ((one: string) => boolean)[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== "]"; isFirst = false) {
      const from = this.#take();
      if (from === "\\") {
        accepting.push(this.#escaped());
        // A range that begins with an escape is not evaluated.
        if (this.#peek() === "-" && this.#characters[this.#at + 1] !== "]")
          throw new NotEvaluated();
        continue;
      }
      if (from === "[" || (isFirst && from === "]")) throw new NotEvaluated();
      if (this.#peek() !== "-" || this.#characters[this.#at + 1] === "]") {
        accepting.push((one) => one === from);
        continue;
      }
      this.#at += 1;
      const to = this.#take();
      const [low = 0, high = 0] = [from.codePointAt(0), to.codePointAt(0)];
      if (to === "\\" || to === "[" || high < low) throw new NotEvaluated();
      accepting.push((one) => {
        const code = one.codePointAt(0) ?? 0;
        return code >= low && code <= high;
      });
    }
    this.#at += 1;
    return (one) => accepting.some((accepts) => accepts(one)) !== isNegated;
  }
}

const escapes: Readonly<Record<string, (one: string) => boolean>> = {
  d: (one) => /^[0-9]$/.test(one),
  D: (one) => !/^[0-9]$/.test(one),
  w: (one) => /^[0-9A-Za-z_]$/.test(one),
  W: (one) => !/^[0-9A-Za-z_]$/.test(one),
};
