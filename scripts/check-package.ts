// Fails when what would be published is not what a user needs and nothing else. Wants a fresh build (`npm run build`).
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./generator.ts";

process.chdir(root);
const problems: string[] = [];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
if (Object.keys(manifest.dependencies ?? {}).length > 0)
  problems.push("what ships has a dependency");
for (const script of ["preinstall", "install", "postinstall"]) {
  if (manifest.scripts?.[script] !== undefined) problems.push(`what ships runs ${script}`);
}

const [packed] = JSON.parse(run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"])) as {
  files: { path: string }[];
}[];
const files = (packed?.files ?? []).map(({ path }) => path);
const wanted = [
  "CHANGELOG.md",
  "LICENSE",
  "NOTICE",
  "README.md",
  "SECURITY.md",
  "dist/client.d.ts",
  "dist/core.js",
  "dist/core.js.map",
  "dist/engine.js",
  "dist/engine.js.map",
  "dist/errors.js",
  "dist/errors.js.map",
  "dist/index.d.ts",
  "dist/index.js",
  "dist/listen.js",
  "dist/listen.js.map",
  "dist/node.d.ts",
  "dist/node.js",
  "dist/node.js.map",
  "dist/testing.d.ts",
  "dist/testing.js",
  "dist/testing.js.map",
  "docs/errors.md",
  "docs/gateway-traps.md",
  "docs/retries.md",
  "openapi/tyk-oauth.yaml",
  "package.json",
];
for (const file of wanted.filter((one) => !files.includes(one)))
  problems.push(`not packed: ${file}`);
for (const file of files.filter((one) => !wanted.includes(one)))
  problems.push(`packed for nobody: ${file}`);

const loaded = modulesOf("dist/index.js");
for (const module of loaded) {
  if (/testing|listen|node/.test(module)) problems.push(`the main entry loads ${module}`);
  if (!module.startsWith("dist/")) problems.push(`the main entry needs ${module}`);
}

console.log(run("publint", ["--strict"]).trim());
// ESM alone, and the YAML has no types to be right or wrong.
const attw = ["--pack", ".", "--profile", "esm-only", "--exclude-entrypoints", "./openapi.yaml"];
console.log(run("attw", [...attw, "--format", "ascii"]).trim());

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? `The package holds what it should (${files.length} files).` : "",
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Every module that importing one loads at once; what it loads on demand is not among them. */
function modulesOf(entry: string, known = new Set<string>()): Set<string> {
  if (known.has(entry)) return known;
  known.add(entry);
  const code = readFileSync(entry, "utf8");
  for (const [, specifier = ""] of code.matchAll(
    /^(?:import|export)\b[^"'`;]*?["']([^"']+)["']/gm,
  )) {
    if (specifier.startsWith(".")) modulesOf(join(dirname(entry), specifier), known);
    else known.add(specifier);
  }
  return known;
}

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
