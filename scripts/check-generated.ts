// Fails if generated/ differs by a byte from what openapi/tyk-oauth.yaml generates. Does not change the working tree.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { generate, generatedPath } from "./generator/generator.ts";
import { root } from "./support/root.ts";

process.chdir(root);
mkdirSync(".cache", { recursive: true });
const fresh = mkdtempSync(join(".cache", "generated-"));
try {
  await generate(fresh);
  const names = new Set([...listFiles(generatedPath), ...listFiles(fresh)]);
  const stale = [...names].filter(
    (name) => !isSameFile(join(generatedPath, name), join(fresh, name)),
  );
  for (const name of stale)
    console.error(`${join(generatedPath, name)} differs from what the spec generates`);
  if (stale.length > 0) {
    console.error("Run `npm run generate`. Do not edit these files by hand.");
    process.exitCode = 1;
  } else {
    console.log(`${generatedPath}/ is up to date with the spec (${names.size} files).`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && readFileSync(one).equals(readFileSync(other));
}
