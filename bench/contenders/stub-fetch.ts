import { storedClient } from "../gateway/responses.ts";

const headers = {
  "Content-Type": "application/json",
  Date: "Thu, 01 Jan 2026 00:00:00 GMT",
  "Content-Length": `${storedClient.length}`,
};

/** A `fetch` that responds at once, without a network. */
export const stubFetch: typeof fetch = () =>
  Promise.resolve(new Response(storedClient, { headers }));

/** Returns the stub or the global `fetch`. */
export function chooseFetch({ stubbed }: { readonly stubbed: boolean }): typeof fetch {
  return stubbed ? stubFetch : fetch;
}
