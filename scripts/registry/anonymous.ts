import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { failureOf } from "../support/run.ts";

/** What somebody without a token can do there, who should not be able to do anything. */
export function anonymous(url: string, folder: string): string[] {
  mkdirSync(folder);
  const manifest = { name: packageName, version: "9.9.9" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const settings = [`--registry=${url}`, "--userconfig=/dev/null", "--fetch-retries=0"];
  const cases: [string, string[]][] = [
    ["read", ["view", packageName, ...settings]],
    ["published", ["publish", ...settings]],
  ];
  return cases.flatMap(([what, args]) => {
    const failed = failureOf("npm", args, { cwd: folder });
    if (failed === undefined) return [`somebody without a token has ${what}`];
    return /E401|ENEEDAUTH/.test(failed) ? [] : [`not refused for want of a token: ${failed}`];
  });
}
