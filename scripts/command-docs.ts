// Renews the generated parts of docs/command-line.md from the table of commands.
import { readFileSync, writeFileSync } from "node:fs";
import { formatReference, referencePath } from "./command/reference.ts";
import { root } from "./support/root.ts";

process.chdir(root);
writeFileSync(referencePath, await formatReference(readFileSync(referencePath, "utf8")));
