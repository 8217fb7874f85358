import { createRequire } from "node:module";
import { dirname } from "node:path";

/** The folder of `@types/node`. In a monorepo it is outside the project's folder. */
export const typeRoots: readonly string[] = [
  dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json"))),
];
