import { storedClient } from "../gateway/answers.ts";

const headers = {
  "Content-Type": "application/json",
  Date: "Thu, 01 Jan 2026 00:00:00 GMT",
  "Content-Length": `${storedClient.length}`,
};

/** A `fetch` that answers at once and asks nobody. */
export const stubFetch: typeof fetch = () =>
  Promise.resolve(new Response(storedClient, { headers }));

/** The fetch of a place. */
export function fetchOf({ stubbed }: { readonly stubbed: boolean }): typeof fetch {
  return stubbed ? stubFetch : fetch;
}
