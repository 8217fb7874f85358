import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/support/root.ts";

const peers = ["openapi-fetch", "ky", "axios", "undici"];

/** Reads the versions of the measured packages. */
export function readVersions(): Record<string, string> {
  const readVersion = (folder: string): string => {
    const manifest = readFileSync(join(root, folder, "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
  };
  return Object.fromEntries([
    ["@tyk-oauth/sdk", readVersion("")],
    ...peers.map((name) => [name, readVersion(join("node_modules", name))]),
  ]) as Record<string, string>;
}
