import { decodeUtf8 } from "./text.ts";

/** Percent-encoding by Go's rules, which decide the results of paths, forms and redirects. */

type UrlPart = "path" | "query" | "fragment" | "host" | "user";

/** The characters that each part of a URL keeps unescaped. */
const unescapedCharacters: Readonly<Record<UrlPart, RegExp>> = {
  path: /[A-Za-z0-9\-_.~$&+,/:;=@]/,
  query: /[A-Za-z0-9\-_.~]/,
  fragment: /[A-Za-z0-9\-_.~$&+,/:;=@?!()*]/,
  host: /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/,
  user: /[A-Za-z0-9\-_.~$&+,;=]/,
};

/** Escapes every byte that this part of a URL does not keep. */
export function percentEncode(text: string, part: UrlPart): string {
  let encoded = "";
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte);
    if (byte < 0x80 && unescapedCharacters[part].test(char)) encoded += char;
    else if (part === "query" && char === " ") encoded += "+";
    else encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Removes the escapes. Returns `undefined` if an escape is invalid. In a query `+` is a space. */
export function percentDecode(text: string, part: "path" | "query"): string | undefined {
  if (!text.includes("%") && !text.includes("+")) return text;
  const encoded = new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (let i = 0; i < encoded.length; i++) {
    const byte = encoded[i] ?? 0;
    if (byte === 0x25) {
      const digits = String.fromCharCode(...encoded.subarray(i + 1, i + 3));
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) return undefined;
      bytes.push(Number.parseInt(digits, 16));
      i += 2;
    } else {
      bytes.push(byte === 0x2b && part === "query" ? 0x20 : byte);
    }
  }
  return decodeUtf8(Uint8Array.from(bytes));
}
