import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { failureOutput } from "../support/run.ts";

/** Returns what npm could do on the registry without a token. It must not be able to do anything. */
export function findAnonymousAccess(url: string, folder: string): string[] {
  mkdirSync(folder);
  const manifest = { name: packageName, version: "9.9.9" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const settings = [`--registry=${url}`, "--userconfig=/dev/null", "--fetch-retries=0"];
  const cases: [string, string[]][] = [
    ["read the package", ["view", packageName, ...settings]],
    ["published the package", ["publish", ...settings]],
  ];
  return cases.flatMap(([action, args]) => {
    const failed = failureOutput("npm", args, { cwd: folder });
    if (failed === undefined) return [`a caller without a token has ${action}`];
    return /E401|ENEEDAUTH/.test(failed)
      ? []
      : [`not refused because of a missing token: ${failed}`];
  });
}
