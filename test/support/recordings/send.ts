import { request } from "node:http";
import type { Gateway } from "../../../src/testing/index.ts";
import type { RecordedAnswer, RecordedCall } from "./recordings.ts";

/** A call with every placeholder replaced. */
export type FilledCall = RecordedCall;

/** Sends a call. Returns the response, or the code of a dropped connection. */
export type Send = (call: FilledCall) => Promise<RecordedAnswer | { readonly error: string }>;

/** Sends calls with `gateway.fetch`. */
export function byFetch(gateway: Gateway): Send {
  return async (call) => {
    try {
      const init: RequestInit = {
        method: call.method,
        headers: { ...call.headers },
        redirect: "manual",
      };
      const body = call.body === undefined ? {} : { body: new TextEncoder().encode(call.body) };
      const response = await gateway.fetch(`${gateway.url}${call.path}`, { ...init, ...body });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      if (cause?.code === undefined) throw error;
      return { error: cause.code };
    }
  };
}

/** Sends calls over HTTP. The path is sent unchanged. */
export function byHttp(baseUrl: string): Send {
  const { hostname, port } = new URL(baseUrl);
  return (call) =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = call;
      const sent = request({ hostname, port, method, path, headers, agent: false }, (message) => {
        const chunks: Buffer[] = [];
        message.on("data", (chunk: Buffer) => chunks.push(chunk));
        message.on("error", reject);
        message.on("end", () => {
          const heads = Object.entries(message.headers).map(
            ([name, value]) => [name, String(value)] as const,
          );
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: message.statusCode ?? 0,
            headers: Object.fromEntries(heads),
            body: text,
          });
        });
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === undefined) reject(error);
        else resolve({ error: error.code });
      });
      sent.end(body);
    });
}

/** Whether a URL parser leaves the path unchanged. */
export function survivesUrlParser(path: string): boolean {
  const { pathname, search } = new URL(`https://host.invalid${path}`);
  return `${pathname}${search}` === path;
}
