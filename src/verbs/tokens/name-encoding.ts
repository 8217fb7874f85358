/** What a kind of token has around its 32 hex digits. */
interface NameTemplate {
  readonly before: string;
  readonly after: string;
}

/** The templates of a store. Tokens of one organisation share one, so there are few. */
export type NameTemplates = NameTemplate[];

/** A name as bytes. */
export interface EncodedName {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** Lower-case hex digits, two in a byte: all hashes, and the tokens of gateways without a hash function. */
const hexKind = 0;
/** Characters up to U+00FF, one in a byte. */
const latin1Kind = 1;
/** Any other characters, two bytes for each code unit. */
const utf16Kind = 2;
/** The first kind of a template: base64 of the template's text, with 32 hex digits as 16 bytes. */
const firstTemplateKind = 3;
const maxTemplates = 250;

/** Encodes a name without loss: `decodeName` returns the same name. May add a template. */
export function encodeName(name: string, templates: NameTemplates): EncodedName {
  if (/^(?:[\da-f]{2})+$/.test(name)) return { kind: hexKind, bytes: fromHex(name) };
  return encodeToken(name, templates) ?? encodeText(name);
}

/** Encodes base64 of a JSON object with an id of 32 hex digits, as the gateway's tokens are. `undefined` for other names. */
function encodeToken(name: string, templates: NameTemplates): EncodedName | undefined {
  const parts = name.startsWith("ey") ? splitToken(name) : undefined;
  if (parts === undefined) return undefined;
  const { before, id, after } = parts;
  let number = templates.findIndex((one) => one.before === before && one.after === after);
  if (number === -1) {
    if (templates.length === maxTemplates) return undefined;
    number = templates.push({ before, after }) - 1;
  }
  return { kind: firstTemplateKind + number, bytes: fromHex(id) };
}

function splitToken(
  name: string,
): { readonly before: string; readonly id: string; readonly after: string } | undefined {
  let text: string;
  try {
    text = atob(name);
    // Another spelling of the same base64 is another name.
    if (btoa(text) !== name) return undefined;
  } catch {
    return undefined;
  }
  const [, before, id, after] = /^([^]*")([\da-f]{32})("[^]*)$/.exec(text) ?? [];
  return before === undefined || id === undefined || after === undefined
    ? undefined
    : { before, id, after };
}

function encodeText(name: string): EncodedName {
  const units = Uint16Array.from({ length: name.length }, (_, at) => name.charCodeAt(at));
  return units.every((unit) => unit <= 0xff)
    ? { kind: latin1Kind, bytes: Uint8Array.from(units) }
    : { kind: utf16Kind, bytes: new Uint8Array(units.buffer) };
}

/** Returns the name of these bytes. */
export function decodeName({ kind, bytes }: EncodedName, templates: NameTemplates): string {
  if (kind === hexKind) return toHex(bytes);
  if (kind === latin1Kind) return toText(bytes);
  if (kind === utf16Kind) return toText(new Uint16Array(bytes.slice().buffer));
  const { before = "", after = "" } = templates[kind - firstTemplateKind] ?? {};
  return btoa(`${before}${toHex(bytes)}${after}`);
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = 16 * digit(digits.charCodeAt(2 * at)) + digit(digits.charCodeAt(2 * at + 1));
  return bytes;
}

/** Returns the value of a lower-case hex digit. */
function digit(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function toText(units: Iterable<number>): string {
  let text = "";
  for (const unit of units) text += String.fromCharCode(unit);
  return text;
}
