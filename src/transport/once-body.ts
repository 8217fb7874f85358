/** The `process` of Node, as far as it is used here. */
interface ProcessLike {
  readonly versions?: { readonly undici?: string };
}

/**
 * Whether the runtime's `fetch` sends a request a second time by itself after the status 421, as the Fetch standard says. Node's
 * does, which is made of undici.
 */
export function resendsMisdirected(): boolean {
  const { process } = globalThis as { readonly process?: ProcessLike };
  return process?.versions?.undici !== undefined;
}

/** Gives a request a body that `fetch` can read only once. So it cannot send the request a second time by itself. */
export function wrapOnceBody(
  init: RequestInit,
  headers: Record<string, string>,
  body: string | undefined,
): void {
  const bytes = new TextEncoder().encode(body ?? "");
  init.body = new ReadableStream({
    start: (controller) => {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
  // Both are needed for a stream: without the length, it would go out in chunks, which not every proxy takes.
  Object.assign(init, { duplex: "half" });
  headers["content-length"] = String(bytes.byteLength);
}
