import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/support/root.ts";

const peers = ["openapi-fetch", "ky", "axios", "undici"];

/** The versions of the packages that are measured. */
export function readVersions(): Record<string, string> {
  const versionIn = (folder: string): string => {
    const manifest = readFileSync(join(root, folder, "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
  };
  return Object.fromEntries([
    ["@tyk-oauth/sdk", versionIn("")],
    ...peers.map((name) => [name, versionIn(join("node_modules", name))]),
  ]) as Record<string, string>;
}
