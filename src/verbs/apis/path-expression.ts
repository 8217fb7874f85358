/** Whether a character matches. */
type Acceptor = (character: string) => boolean;

/** A state of an automaton. `accepts` is undefined if the automaton leaves the state without reading a character. */
interface State {
  readonly accepts: Acceptor | undefined;
  readonly next: number[];
}

/** Thrown within this file for an expression that this package does not evaluate. */
class UnsupportedExpression extends Error {}

/** Limits the cost of one check: an API definition, also of another organisation, can have any expression. */
const maxStates = 2_000;
const maxRepeat = 100;

/**
 * Evaluates a subset of the gateway's regular expressions (RE2) without backtracking. A JavaScript `RegExp` backtracks: a
 * hostile expression could stall the process.
 */
export class PathExpression {
  readonly #states: readonly State[];
  readonly #start: number;
  readonly #end: number;

  /** @throws if the expression has unsupported parts. Use {@link parsePathExpression}. */
  constructor(source: string) {
    const builder = new Builder(source);
    this.#end = builder.add(undefined, []);
    this.#start = builder.build(this.#end);
    this.#states = builder.states;
  }

  /** Whether the expression matches the whole text or, with `"prefix"`, some beginning of it. */
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

  /** Adds to some states all states that the automaton reaches from them without reading a character. */
  #closure(from: readonly number[]): ReadonlySet<number> {
    const reached = new Set<number>();
    const pending = [...from];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      const state = this.#states[at];
      if (state !== undefined && state.accepts === undefined) pending.push(...state.next);
    }
    return reached;
  }
}

/** Parses an expression. Returns `undefined` if it has unsupported parts: flags, anchors, capturing groups or named classes. */
export function parsePathExpression(source: string): PathExpression | undefined {
  try {
    return new PathExpression(source);
  } catch (error) {
    if (error instanceof UnsupportedExpression) return undefined;
    throw error;
  }
}

/** How often a part may repeat. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Adds the states of a part of the expression in front of the state `to`, and returns the first of them. */
type Part = (to: number) => number;

/** Parses an expression, and builds its automaton. */
class Builder {
  readonly states: State[] = [];
  readonly #characters: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#characters = Array.from(source);
  }

  add(accepts: Acceptor | undefined, next: number[]): number {
    if (this.states.length >= maxStates) throw new UnsupportedExpression();
    return this.states.push({ accepts, next }) - 1;
  }

  build(end: number): number {
    const expression = this.#readAlternatives();
    if (this.#at < this.#characters.length) throw new UnsupportedExpression();
    return expression(end);
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new UnsupportedExpression();
    this.#at += 1;
    return character;
  }

  #readAlternatives(): Part {
    const branches = [this.#readSequence()];
    while (this.#peek() === "|") {
      this.#at += 1;
      branches.push(this.#readSequence());
    }
    return (to) =>
      this.add(
        undefined,
        branches.map((branch) => branch(to)),
      );
  }

  #readSequence(): Part {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined && !"|)".includes(next); next = this.#peek())
      parts.push(this.#readQuantifier(this.#readSingle()));
    return (to) => parts.reduceRight((at, part) => part(at), to);
  }

  #readSingle(): Part {
    const character = this.#take();
    if (character === "(") return this.#readGroup();
    const accepts = this.#readAcceptor(character);
    return (to) => this.add(accepts, [to]);
  }

  #readGroup(): Part {
    // The gateway does not load a route with capturing groups. Flags are not supported.
    if (this.#take() !== "?" || this.#take() !== ":") throw new UnsupportedExpression();
    const inner = this.#readAlternatives();
    if (this.#take() !== ")") throw new UnsupportedExpression();
    return inner;
  }

  /** Reads the quantifier after a part, if it has one. */
  #readQuantifier(part: Part): Part {
    const bounds = this.#readBounds();
    if (bounds === undefined) return part;
    // A lazy quantifier matches the same strings.
    if (this.#peek() === "?") this.#at += 1;
    if ("*+?{".includes(this.#peek() ?? "|")) throw new UnsupportedExpression();
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

  /** Reads a quantifier, if there is one. */
  #readBounds(): Bounds | undefined {
    const next = this.#peek();
    if (next === undefined || !"*+?{".includes(next)) return undefined;
    this.#at += 1;
    if (next === "*") return { least: 0, most: Number.POSITIVE_INFINITY };
    if (next === "+") return { least: 1, most: Number.POSITIVE_INFINITY };
    if (next === "?") return { least: 0, most: 1 };
    return this.#readCounts();
  }

  /** Reads the rest of `{2}`, `{2,}` or `{2,3}`. */
  #readCounts(): Bounds {
    let text = "";
    for (let character = this.#take(); character !== "}"; character = this.#take())
      text += character;
    const [, first, comma, last] = /^(\d+)(,?)(\d*)$/.exec(text) ?? [];
    if (first === undefined) throw new UnsupportedExpression();
    const least = Number(first);
    const isUnbounded = comma === "," && last === "";
    const most = comma === "" ? least : isUnbounded ? Number.POSITIVE_INFINITY : Number(last);
    if (least > maxRepeat || most < least || (!isUnbounded && most > maxRepeat))
      throw new UnsupportedExpression();
    return { least, most };
  }

  #readAcceptor(character: string): Acceptor {
    if (character === ".") return (one) => one !== "\n";
    if (character === "[") return this.#readCharacterClass();
    if (character === "\\") return this.#readEscape();
    if ("^$*+?{})".includes(character)) throw new UnsupportedExpression();
    return (one) => one === character;
  }

  #readEscape(): Acceptor {
    const character = this.#take();
    const known = escapes[character];
    if (known !== undefined) return known;
    // In RE2 escaped punctuation is literal. Escaped letters and digits have special meanings.
    if (!/[!-/:-@[-`{-~]/.test(character)) throw new UnsupportedExpression();
    return (one) => one === character;
  }

  #readCharacterClass(): Acceptor {
    const isNegated = this.#peek() === "^";
    if (isNegated) this.#at += 1;
    const acceptors: Acceptor[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== "]"; isFirst = false) {
      const from = this.#take();
      if (from === "\\") {
        acceptors.push(this.#readEscape());
        // A range that begins with an escape is not supported.
        if (this.#peek() === "-" && this.#characters[this.#at + 1] !== "]")
          throw new UnsupportedExpression();
        continue;
      }
      if (from === "[" || (isFirst && from === "]")) throw new UnsupportedExpression();
      if (this.#peek() !== "-" || this.#characters[this.#at + 1] === "]") {
        acceptors.push((one) => one === from);
        continue;
      }
      this.#at += 1;
      const to = this.#take();
      const [low = 0, high = 0] = [from.codePointAt(0), to.codePointAt(0)];
      if (to === "\\" || to === "[" || high < low) throw new UnsupportedExpression();
      acceptors.push((one) => {
        const code = one.codePointAt(0) ?? 0;
        return code >= low && code <= high;
      });
    }
    this.#at += 1;
    return (one) => acceptors.some((accepts) => accepts(one)) !== isNegated;
  }
}

const escapes: Readonly<Record<string, Acceptor>> = {
  d: (one) => /^[0-9]$/.test(one),
  D: (one) => !/^[0-9]$/.test(one),
  w: (one) => /^[0-9A-Za-z_]$/.test(one),
  W: (one) => !/^[0-9A-Za-z_]$/.test(one),
};
