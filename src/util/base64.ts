/** Standard base64 of bytes, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The bytes of standard base64, or `undefined` where it is none: padding is required, line breaks are skipped. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const dense = text.replaceAll(/[\r\n]/g, "");
  if (dense.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(dense)) return undefined;
  return Uint8Array.from(atob(dense), (char) => char.charCodeAt(0));
}
