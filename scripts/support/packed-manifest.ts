import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./root.ts";

/** The fields of `package.json` that only a clone needs. npm would warn users about a `prepare` whose file is not packed. */
const developmentFields = ["scripts", "devDependencies", "allowScripts"];

/** Where the whole `package.json` is kept while the packed one takes its place. */
const savedPath = ".cache/package.json";

/**
 * Removes the fields of `package.json` that only a clone needs, because npm packs the file as it is on disk.
 * {@link restoreManifest} puts them back.
 */
export function trimManifest(folder: string = root): void {
  restoreManifest(folder);
  const path = join(folder, "package.json");
  const text = readFileSync(path, "utf8");
  const saved = join(folder, savedPath);
  mkdirSync(dirname(saved), { recursive: true });
  writeFileSync(saved, text);
  writeFileSync(path, trim(text));
}

/** Puts the whole `package.json` back, also if an earlier pack was interrupted. Keeps a `package.json` that was edited meanwhile. */
export function restoreManifest(folder: string = root): void {
  const saved = join(folder, savedPath);
  if (!existsSync(saved)) return;
  const path = join(folder, "package.json");
  const text = readFileSync(saved, "utf8");
  if (readFileSync(path, "utf8") === trim(text)) writeFileSync(path, text);
  rmSync(saved);
}

function trim(text: string): string {
  const fields = Object.entries(JSON.parse(text) as object);
  const kept = fields.filter(([name]) => !developmentFields.includes(name));
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}
