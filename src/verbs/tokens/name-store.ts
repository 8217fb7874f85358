import { decodeName, encodeName } from "./name-encoding.ts";
import type { EncodedName, NameTemplates } from "./name-encoding.ts";

/** The bytes of one block. An entry never crosses blocks; a longer entry has a block of its own. */
const blockBytes = 1_048_576;
/** The head of an entry: its mark, its kind, and the length of its bytes in four bytes. */
const headBytes = 6;
/** At most this part of the index is filled, so a search is short. */
const maxLoad = 0.7;
const noBytes = new Uint8Array();

/**
 * Stores many key names in little memory: 14 bytes for a hash of 16 digits, 22 for a token, beside 6 to 12 bytes of an index. The
 * names are stored as they are, not as their hashes: two names are never taken for one.
 */
export class NameStore {
  readonly #blocks: Uint8Array[] = [];
  /** How many bytes of each block are used. */
  readonly #used: number[] = [];
  /** The address of each entry plus 1, at a position that follows from its bytes. 0 is free. */
  #index = new Uint32Array(1_024);
  #size = 0;
  readonly #templates: NameTemplates = [];
  /** Differs in each store, so no gateway can choose names that share a position. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32);

  /** How many names the store has. */
  get size(): number {
    return this.#size;
  }

  /** Adds a name if it is new, with the mark 0. Returns its entry. */
  add(name: string): number {
    const encoded = encodeName(name, this.#templates);
    const position = this.#find(encoded);
    const found = this.#index[position] ?? 0;
    if (found > 0) return found - 1;
    const entry = this.#append(encoded);
    this.#index[position] = entry + 1;
    this.#size += 1;
    if (this.#size > maxLoad * this.#index.length) this.#growIndex();
    return entry;
  }

  /** Returns the entry of a name, or `undefined` if the store does not have it. */
  entryOf(name: string): number | undefined {
    const found = this.#index[this.#find(encodeName(name, this.#templates))] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  nameOf(entry: number): string {
    return decodeName(this.#encodedAt(entry), this.#templates);
  }

  markOf(entry: number): number {
    return this.#block(entry)[entry % blockBytes] ?? 0;
  }

  setMark(entry: number, mark: number): void {
    this.#block(entry)[entry % blockBytes] = mark;
  }

  /** All entries, in the order in which they were added. */
  *entries(): Generator<number, void, undefined> {
    for (const [number, used] of this.#used.entries())
      for (let offset = 0; offset < used;) {
        const entry = number * blockBytes + offset;
        yield entry;
        offset += headBytes + this.#lengthAt(entry);
      }
  }

  #block(entry: number): Uint8Array {
    return this.#blocks[Math.floor(entry / blockBytes)] ?? noBytes;
  }

  #lengthAt(entry: number): number {
    const [block, at] = [this.#block(entry), entry % blockBytes];
    return block.subarray(at + 2, at + headBytes).reduceRight((sum, byte) => sum * 256 + byte, 0);
  }

  #encodedAt(entry: number): EncodedName {
    const [block, at] = [this.#block(entry), entry % blockBytes];
    const start = at + headBytes;
    const bytes = block.subarray(start, start + this.#lengthAt(entry));
    return { kind: block[at + 1] ?? 0, bytes };
  }

  #append({ kind, bytes }: EncodedName): number {
    const size = headBytes + bytes.length;
    let last = this.#blocks.length - 1;
    if (last < 0 || (this.#used[last] ?? 0) + size > blockBytes) {
      last = this.#blocks.push(new Uint8Array(Math.max(blockBytes, size))) - 1;
      this.#used.push(0);
    }
    const block = this.#block(last * blockBytes);
    const offset = this.#used[last] ?? 0;
    const { length } = bytes;
    block.set([0, kind, length, length >>> 8, length >>> 16, length >>> 24], offset);
    block.set(bytes, offset + headBytes);
    this.#used[last] = offset + size;
    return last * blockBytes + offset;
  }

  /** Returns the position of a name in the index, or the free position where it belongs. */
  #find({ kind, bytes }: EncodedName): number {
    const mask = this.#index.length - 1;
    let position = this.#hash(kind, bytes) & mask;
    for (;;) {
      const found = this.#index[position] ?? 0;
      if (found === 0) return position;
      const other = this.#encodedAt(found - 1);
      if (other.kind === kind && isSame(other.bytes, bytes)) return position;
      position = (position + 1) & mask;
    }
  }

  /** FNV-1a with a seed and a final mix. */
  #hash(kind: number, bytes: Uint8Array): number {
    let hash = this.#seed ^ kind;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x0100_0193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    return hash ^ (hash >>> 13);
  }

  #growIndex(): void {
    this.#index = new Uint32Array(2 * this.#index.length);
    for (const entry of this.entries()) {
      const position = this.#find(this.#encodedAt(entry));
      this.#index[position] = entry + 1;
    }
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
