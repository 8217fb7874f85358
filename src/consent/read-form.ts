/** The most bytes that a form may have. A ticket has less than 4 KiB unless the client's request is very long. */
export const maxFormBytes = 65_536;

/**
 * Reads a form of a POST request. Returns `undefined` if the body is something else, is too large, or has a field twice: a proxy and
 * this page could read different values.
 */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const type = (request.headers.get("content-type") ?? "")
    .split(";", 1)
    .join("")
    .trim()
    .toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const result = await reader?.read();
    if (result === undefined || result.done) break;
    size += result.value.byteLength;
    if (size > maxFormBytes) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(result.value);
  }
  const form = new URLSearchParams(await new Blob(chunks as BlobPart[]).text());
  return new Set(form.keys()).size === form.size ? form : undefined;
}
