import { Buffer } from "node:buffer";

/** Encodes a string. */
export type Encoding = (text: string) => string;

const bytesOf = (text: string): number[] => [...Buffer.from(text, "utf8")];

/** The encodings in which a server or a proxy could return what it received. */
export const encodings: Readonly<Record<string, Encoding>> = {
  plain: (text) => text,
  percent: (text) => encodeURIComponent(text),
  "percent, each byte": (text) =>
    bytesOf(text)
      .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
      .join(""),
  form: (text) => new URLSearchParams({ "": text }).toString().slice(1),
  base64: (text) => Buffer.from(text, "utf8").toString("base64"),
  base64url: (text) => Buffer.from(text, "utf8").toString("base64url"),
  hex: (text) => Buffer.from(text, "utf8").toString("hex"),
  "HTML references": (text) =>
    Array.from(text, (one) => `&#${String(one.codePointAt(0))};`).join(""),
  "JSON escapes": (text) =>
    Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  "capital letters": (text) => text.toUpperCase(),
  reversed: (text) => Array.from(text).reverse().join(""),
  spaced: (text) => Array.from(text).join(" "),
  rot13: (text) =>
    text.replaceAll(/[a-z]/gi, (one) => {
      const base = one < "a" ? 65 : 97;
      return String.fromCharCode(base + ((one.charCodeAt(0) - base + 13) % 26));
    }),
  "in the middle of base64": (text) => Buffer.from(`{"a":"${text}"}`, "utf8").toString("base64"),
};
