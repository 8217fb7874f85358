// Fails when generated/ is not, to the byte, what openapi/tyk-oauth.yaml gives. Leaves the working tree as it is.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { generate, generatedPath } from "./generator/generator.ts";
import { root } from "./support/root.ts";

process.chdir(root);
mkdirSync(".cache", { recursive: true });
const fresh = mkdtempSync(join(".cache", "generated-"));
try {
  await generate(fresh);
  const names = new Set([...filesOf(generatedPath), ...filesOf(fresh)]);
  const stale = [...names].filter((name) => !isSame(join(generatedPath, name), join(fresh, name)));
  for (const name of stale)
    console.error(`${join(generatedPath, name)} is not what the spec gives`);
  if (stale.length > 0) {
    console.error("Run `npm run generate`, and edit nothing in there by hand.");
    process.exitCode = 1;
  } else {
    console.log(`${generatedPath}/ is what the spec gives (${names.size} files).`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function isSame(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && readFileSync(one).equals(readFileSync(other));
}
