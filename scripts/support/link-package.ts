import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { root } from "./root.ts";

/** Links this project into a folder's node_modules, because the package is in no public registry. */
export function linkPackage(folder: string): void {
  const link = join(root, folder, "node_modules", packageName);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link, "junction");
}
