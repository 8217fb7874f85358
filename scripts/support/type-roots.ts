import { createRequire } from "node:module";
import { dirname } from "node:path";

/** Where Node's types are: in a monorepo not in the project's own folder. */
export const typeRoots: readonly string[] = [
  dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json"))),
];
