import { BodyTooLargeError, decode } from "../read-body.ts";

/** Thrown if the bytes of a response are not JSON. */
export class NotJsonError extends Error {}

const backslash = 0x5c;
const closeBrace = 0x7d;
const closeBracket = 0x5d;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const quote = 0x22;
/** The bytes of a byte order mark, which a decoder removes at the start of a text. */
const byteOrderMark = [0xef, 0xbb, 0xbf];

const opening = Uint8Array.of(openBracket);
const closing = Uint8Array.of(closeBracket);

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Parses a response that holds a list, chunk by chunk. It only finds where the elements end: `JSON.parse` parses all complete
 * elements of a chunk at once, which is several times faster than a parser in JavaScript. The rest of the response, with an empty
 * list, is parsed at the end. A response without the list is all rest.
 *
 * It accepts what `JSON.parse` accepts, with one exception: a list's field that comes twice, because the first list has been
 * returned already.
 */
export class ListParser {
  /** The name of the field that holds the list; `undefined` if the response is the list. */
  readonly #field: string | undefined;
  readonly #maxNameBytes: number;
  /** The most bytes of one element, and of the rest. */
  readonly #maxBytes: number;
  #isInList = false;
  #hasList = false;
  #isInString = false;
  /** Whether the last byte was the backslash of a string. */
  #isEscaped = false;

  readonly #rest: Uint8Array[] = [];
  #restSize = 0;
  /** How many objects and lists of the rest are open. */
  #restDepth = 0;
  #isObject = false;
  /** The name that is being read, with its quotes; `undefined` outside of names. Only names of the outermost object count. */
  #name: number[] | undefined;
  #expectsName = false;
  /** Whether the last name is the list's field. */
  #isAtField = false;
  #hasField = false;

  /** The bytes since the last comma between elements. */
  #pending: Uint8Array[] = [];
  #pendingSize = 0;
  /** How many objects and lists of the current element are open. */
  #depth = 0;
  /** Whether a comma between elements was found. */
  #hasComma = false;

  /**
   * @param pointer - Where the list is, as a JSON Pointer (RFC 6901): `""` or one field.
   * @param maxBytes - The most bytes of one element, and of the rest of the response.
   */
  constructor(pointer: "" | `/${string}`, maxBytes: number) {
    this.#field = pointer === "" ? undefined : pointer.slice(1);
    this.#maxNameBytes = 2 + 6 * pointer.length;
    this.#maxBytes = maxBytes;
  }

  /** Whether the list has begun. */
  get hasList(): boolean {
    return this.#hasList;
  }

  /** Reads the next bytes, and returns the elements that are complete now. */
  push(bytes: Uint8Array): unknown[] {
    let items: unknown[] = [];
    for (let at = 0; at < bytes.length;) {
      if (!this.#isInList) {
        at = this.#readRest(bytes, at);
        continue;
      }
      const { end, parsed } = this.#readElements(bytes, at);
      items = items.length === 0 ? parsed : items.concat(parsed);
      at = end;
    }
    return items;
  }

  /** Returns the text of the response without the elements of its list. */
  end(): string {
    if (this.#isInList) throw new NotJsonError("the list does not end");
    return decode(this.#rest);
  }

  /** Reads the rest up to the start of the list or the end of the bytes. Returns where it stopped. */
  #readRest(bytes: Uint8Array, from: number): number {
    let at = from;
    for (const byte of bytes.subarray(from)) {
      this.#readRestByte(byte);
      at += 1;
      if (this.#isInList) break;
    }
    this.#restSize += at - from;
    if (this.#restSize > this.#maxBytes) throw new BodyTooLargeError();
    this.#rest.push(bytes.subarray(from, at));
    return at;
  }

  #readRestByte(byte: number): void {
    if (this.#isInString) {
      this.#readStringByte(byte);
    } else if (byte === quote) {
      this.#isInString = true;
      this.#isAtField = false;
      this.#name = this.#expectsName && this.#restDepth === 1 ? [quote] : undefined;
    } else if (!isSpace(byte)) {
      this.#readStructure(byte);
    }
  }

  #readStringByte(byte: number): void {
    // In a name, each character of the field is at most an escape of six bytes. A longer name is another one.
    if (this.#name !== undefined && this.#name.push(byte) > this.#maxNameBytes)
      this.#name = undefined;
    if (this.#isEscaped) {
      this.#isEscaped = false;
    } else if (byte === backslash) {
      this.#isEscaped = true;
    } else if (byte === quote) {
      this.#isInString = false;
      this.#endName();
    }
  }

  /** Notes whether a complete name is the list's field. A name can be written with escapes. */
  #endName(): void {
    if (this.#name === undefined) return;
    this.#isAtField = parse(decode([Uint8Array.from(this.#name)])) === this.#field;
    this.#name = undefined;
    if (!this.#isAtField) return;
    if (this.#hasField) throw new NotJsonError("the list's field comes twice");
    this.#hasField = true;
  }

  #readStructure(byte: number): void {
    const isFirst = this.#restDepth === 0 && !this.#hasList;
    const isListStart = this.#field === undefined ? isFirst : this.#isAtField;
    if (byte === openBracket && isListStart) {
      this.#isInList = this.#hasList = true;
      this.#isAtField = false;
      return;
    }
    if (byte !== colon) this.#isAtField = false;
    if (byte === openBrace || byte === openBracket) {
      if (this.#restDepth === 0) this.#isObject = this.#expectsName = byte === openBrace;
      this.#restDepth += 1;
    } else if (byte === closeBrace || byte === closeBracket) {
      this.#restDepth -= 1;
    } else if (this.#restDepth === 1) {
      if (byte === comma) this.#expectsName = this.#isObject;
      else if (byte === colon) this.#expectsName = false;
    } else if (isFirst && !byteOrderMark.includes(byte)) {
      // The response is another value, such as a number: no list can follow.
      this.#restDepth += 1;
    }
  }

  /** Reads elements up to the end of the list or of the bytes. Returns where it stopped, and the complete elements. */
  #readElements(bytes: Uint8Array, from: number): { end: number; parsed: unknown[] } {
    const { length } = bytes;
    let depth = this.#depth;
    let isInString = this.#isInString;
    let start = from - this.#pendingSize;
    let cut = -1;
    let at = from;
    if (this.#isEscaped) at += 1;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (isInString) {
        if (byte === quote) isInString = false;
        else if (byte === backslash) at += 1;
      } else if (byte === quote) {
        isInString = true;
      } else if (byte === comma) {
        if (depth > 0) continue;
        if (at - start > this.#maxBytes) throw new BodyTooLargeError();
        start = at + 1;
        cut = at;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
      } else if (byte === closeBrace || byte === closeBracket) {
        if (depth === 0) break;
        depth -= 1;
      }
    }
    // A backslash in the last byte: the first byte of the next chunk belongs to it.
    this.#isEscaped = at > length;
    this.#isInString = isInString;
    this.#depth = depth;
    const end = Math.min(at, length);
    if (end - start > this.#maxBytes) throw new BodyTooLargeError();
    if (end < length) return { end, parsed: this.#endList(bytes.subarray(from, end)) };
    const parsed = cut === -1 ? [] : this.#parseElements(bytes.subarray(from, cut));
    if (cut !== -1) this.#hasComma = true;
    this.#pending.push(cut === -1 ? bytes.subarray(from) : bytes.subarray(cut + 1));
    this.#pendingSize = length - start;
    return { end, parsed };
  }

  /** Ends the list before its closing bracket, which belongs to the rest. */
  #endList(bytes: Uint8Array): unknown[] {
    const isEmpty =
      !this.#hasComma && [...this.#pending, bytes].every((part) => part.every(isSpace));
    const parsed = isEmpty ? [] : this.#parseElements(bytes);
    this.#isInList = false;
    // The opening bracket is in the rest already. Its closing bracket must not close anything else.
    this.#restDepth += 1;
    return parsed;
  }

  /** Parses the elements between two commas. */
  #parseElements(bytes: Uint8Array): unknown[] {
    const chunks = [opening, ...this.#pending, bytes, closing];
    this.#pending = [];
    this.#pendingSize = 0;
    const items = parse(decode(chunks));
    if (!Array.isArray(items) || items.length === 0)
      throw new NotJsonError("an element is missing");
    return items as unknown[];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJsonError("not JSON");
  }
}
