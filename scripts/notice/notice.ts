import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundledLibraries } from "./bundled-libraries.ts";
import { root } from "../support/root.ts";

/** The text about this package and its generated code. */
const headPath = "scripts/notice/head.txt";

/** Returns the text of NOTICE: its head, and the licence of each library that the build puts into `dist/`. */
export function createNotice(): string {
  const sections = bundledLibraries.map(({ name, file }) => {
    const license = readLicense(name).trim().split("\n");
    const indented = license.map((line) => (line.trim() === "" ? "" : `    ${line.trimEnd()}`));
    return `${file} contains code of ${name}, under this licence:\n\n${indented.join("\n")}\n`;
  });
  return [readFileSync(join(root, headPath), "utf8"), ...sections].join("\n");
}

/** Reads the licence of a library. One without a file of its own gets the text of the licence that its `package.json` names. */
function readLicense(name: string): string {
  const folder = join(root, "node_modules", name);
  const [file] = globSync("{LICENSE,license,LICENCE}*", { cwd: folder });
  if (file !== undefined) return readFileSync(join(folder, file), "utf8");
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly license?: string;
    readonly author?: string | { readonly name: string };
  };
  const { license, author } = manifest;
  const holder = typeof author === "object" ? author.name : author;
  if (license !== "MIT" || holder === undefined)
    throw new Error(`${name} has no licence file, and no MIT licence with an author`);
  const head = readFileSync(join(root, headPath), "utf8");
  // The head quotes the same licence for the generated code.
  const text = head.slice(head.indexOf("Permission is hereby granted")).replaceAll(/^ {4}/gm, "");
  return `MIT License\n\nCopyright (c) ${holder}\n\n${text}`;
}
