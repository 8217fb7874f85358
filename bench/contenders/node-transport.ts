import { existsSync } from "node:fs";
import type { TykFetch } from "@tyk-oauth/sdk";

const entry = new URL("../../dist/node.js", import.meta.url);

/** Whether the package has the Node transport. */
export const hasNodeTransport: boolean = existsSync(entry);

/** The fetch of `@tyk-oauth/sdk/node`, with its defaults. */
export async function nodeFetch(): Promise<TykFetch> {
  const { createNodeFetch } = (await import(entry.href)) as { createNodeFetch: () => TykFetch };
  return createNodeFetch();
}
