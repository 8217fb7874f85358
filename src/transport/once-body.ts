import { currentProcess } from "../util/process.ts";

/**
 * Whether the runtime's `fetch` sends a request a second time by itself after the status 421, as the Fetch standard says. Node's
 * does, because Node's `fetch` is undici.
 */
export function fetchResendsAfter421(): boolean {
  return currentProcess().versions?.undici !== undefined;
}

/** Sets a body that `fetch` can read only once, so `fetch` cannot send the request a second time by itself. */
export function setOnceBody(
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
  // A stream needs both. Without the length it would be sent in chunks, which some proxies refuse.
  Object.assign(init, { duplex: "half" });
  headers["content-length"] = String(bytes.byteLength);
}
