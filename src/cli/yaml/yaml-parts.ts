import type * as Yaml from "../later/yaml.ts";
import { isExactNumber } from "../spec/exact-number.ts";

/** What the parser accepts, and a file of data must not have. */
export interface YamlTrap {
  readonly offset: number | undefined;
  readonly message: string;
}

/** A node that an alias can name, and for how many parts it stands. */
interface Anchor {
  readonly node: unknown;
  size: number;
}

/** How many parts aliases can add to those that are written in the file. */
const maxAliasParts = 1_000_000;

/** The parts of a document, each found by its JSON pointer. Reads the document once, however many parts and aliases it has. */
export class YamlParts {
  readonly traps: YamlTrap[] = [];
  readonly #yaml: typeof Yaml;
  readonly #root: unknown;
  /** The latest node of each anchor, while the document is read from its start. */
  readonly #anchors = new Map<string, Anchor>();
  readonly #targets = new Map<unknown, unknown>();
  /** The pairs of maps in which a part was searched. */
  readonly #pairs = new Map<unknown, ReadonlyMap<string, Yaml.Pair>>();
  /** The nodes that are written in the file. */
  #written = 0;

  constructor(document: Yaml.Document.Parsed, yaml: typeof Yaml) {
    this.#yaml = yaml;
    this.#root = document.contents;
    const size = this.#read(this.#root);
    // Nested aliases could stand for more data than the memory holds.
    if (size > this.#written + maxAliasParts)
      this.traps.push({ offset: undefined, message: "the aliases stand for too much data" });
  }

  /** Returns the offset of the part that a JSON pointer names, or of the nearest part around it. */
  offsetOf(pointer: string): number | undefined {
    let node = this.#root;
    let offset = startOf(node);
    for (const part of pointer.split("/").slice(1)) {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (this.#yaml.isAlias(node)) node = this.#targets.get(node);
      if (this.#yaml.isMap(node)) {
        const pair = this.#pairsOf(node).get(name);
        if (pair === undefined) return offset;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (this.#yaml.isSeq(node)) {
        node = node.items[Number(name)];
        offset = startOf(node) ?? offset;
      } else return offset;
    }
    return offset;
  }

  #pairsOf(map: Yaml.YAMLMap): ReadonlyMap<string, Yaml.Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [this.#nameOf(pair), pair]));
    this.#pairs.set(map, pairs);
    return pairs;
  }

  #nameOf({ key }: Yaml.Pair): string {
    return String(this.#yaml.isScalar(key) ? key.value : key);
  }

  /** Finds the traps in a node, and returns for how many parts it stands. */
  #read(node: unknown): number {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    this.#written += 1;
    if (isAlias(node)) return this.#readAlias(node);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return 1;
    // An alias within its own anchor stands for one part: what contains itself is found by whoever copies it.
    const anchor: Anchor = { node, size: 1 };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, anchor);
    if (isScalar(node)) this.#checkNumber(node);
    else {
      if (isMap(node)) this.#checkKeys(node);
      for (const item of node.items)
        anchor.size += this.#read(this.#yaml.isPair(item) ? item.value : item);
    }
    return anchor.size;
  }

  #readAlias(alias: Yaml.Alias): number {
    const anchor = this.#anchors.get(alias.source);
    if (anchor === undefined) {
      this.#add(alias, "the alias has no anchor before it");
      return 1;
    }
    this.#targets.set(alias, anchor.node);
    return anchor.size;
  }

  #checkNumber(node: Yaml.Scalar): void {
    const { value, source = "" } = node;
    if (typeof value !== "number" || isExactNumber(value, source)) return;
    this.#add(node, "this number cannot be stored exactly: put it in quotes");
  }

  /** The parser's own check for keys that are in a map twice compares each key with each other one. */
  #checkKeys(map: Yaml.YAMLMap): void {
    const seen = new Set<string>();
    for (const pair of map.items) {
      const { key } = pair;
      if (!this.#yaml.isScalar(key)) {
        // The parser would write such a key to stderr.
        this.#add(key, "a key must be a string");
        continue;
      }
      const name = this.#nameOf(pair);
      // `007` is the number 7, and `0x10` is 16.
      if (typeof key.value !== "string" && key.source !== name)
        this.#add(key, "YAML reads this key as another value: put it in quotes");
      else if (seen.has(name)) this.#add(key, "the key is in this map twice");
      else if (name === "<<" && key.type === "PLAIN")
        this.#add(key, "YAML 1.2 has no merge keys: write the fields, or use defaults");
      seen.add(name);
    }
  }

  #add(node: unknown, message: string): void {
    this.traps.push({ offset: startOf(node), message });
  }
}

function startOf(node: unknown): number | undefined {
  const { range } = (node ?? {}) as { readonly range?: readonly number[] | null };
  return range?.[0];
}
