/** The values that a gateway generated, by their placeholder in a recording. */
export class Bindings {
  readonly #values = new Map<string, string>();
  readonly #base: Bindings | undefined;

  /** Reads the bindings of `base` without changing them. */
  constructor(base?: Bindings) {
    this.#base = base;
  }

  /** Returns a copy for a trial comparison. It only stores the new bindings. */
  fork(): Bindings {
    return new Bindings(this);
  }

  /** Adopts the bindings of a copy. */
  adopt(other: Bindings): void {
    for (const [name, value] of other.#values) this.#values.set(name, value);
  }

  get(name: string): string | undefined {
    return this.#values.get(name) ?? this.#base?.get(name);
  }

  bind(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** Returns the text with every placeholder replaced. Each value is encoded for its position. */
  fill(text: string, encode: (value: string) => string): string {
    return text.replaceAll(placeholderPattern, (_, name: string) => {
      const value = this.get(name);
      if (value === undefined) throw new Error(`nothing has bound \${${name}} yet`);
      return encode(value);
    });
  }

  /** Whether a text matches a template. Binds placeholders that are new. */
  matchText(template: string, text: string): boolean {
    let pattern = "";
    let end = 0;
    const names: string[] = [];
    for (const found of template.matchAll(placeholderPattern)) {
      const name = found[1] ?? "";
      pattern += escapeRegex(template.slice(end, found.index));
      end = found.index + found[0].length;
      const bound = this.get(name);
      if (name === "epoch") pattern += "\\d{9,11}";
      else if (name === "time") pattern += ".+?";
      else if (bound !== undefined) pattern += escapeRegex(bound);
      else if (names.includes(name)) pattern += `\\k<${name}>`;
      else {
        pattern += `(?<${name}>.+?)`;
        names.push(name);
      }
    }
    const match = new RegExp(`^${pattern}${escapeRegex(template.slice(end))}$`, "s").exec(text);
    if (match === null) return false;
    for (const name of names) this.#values.set(name, match.groups?.[name] ?? "");
    return true;
  }
}

const placeholderPattern = /\$\{(\w+)\}/g;

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
