import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { UserConfig } from "tsdown";

const entry = {
  index: "src/index.ts",
  manifest: "src/manifest/index.ts",
  node: "src/node/index.ts",
  testing: "src/testing/index.ts",
};

const config: UserConfig = {
  entry,
  format: "esm",
  platform: "neutral",
  // A library in the output must be listed here, and its licence in NOTICE.
  deps: { neverBundle: [/^node:/], onlyBundle: ["@noble/hashes"] },
  target: "node20.19",
  // Removes @internal members, such as constructors that only this package calls, from the declarations.
  dts: { oxc: { stripInternal: true } },
  sourcemap: true,
  clean: true,
  hash: false,
  outDir: "dist",
  outputOptions: {
    chunkFileNames: "[name].js",
    // Node needs half a millisecond per file. So the code that loads at start is one file, and the engine is another one.
    codeSplitting: { groups: [{ name: "core", test: /\/src\/index\.ts$/ }] },
  },
  hooks: {
    "build:done": () => {
      moveDeclarationsToCommonJs();
      writeCommonJsEntries();
    },
  },
};

/**
 * Moves the declarations from `.d.ts` to `.d.cts` files. CommonJS and ES modules then share one declaration of each class: two would
 * be incompatible, because classes have private fields. Also removes the links to declaration maps, which do not exist.
 */
function moveDeclarationsToCommonJs(): void {
  for (const file of globSync("dist/*.d.ts")) {
    const text = readFileSync(file, "utf8")
      .replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
      .replaceAll(/ from "(\.\/[\w-]+)\.js";/g, ' from "$1.cjs";');
    writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), text);
    rmSync(file);
  }
}

/** Writes the files by which each entry is required, and the declarations of its ES module. */
function writeCommonJsEntries(): void {
  for (const name of Object.keys(entry)) {
    // Both kinds of module use the same classes, limits and caches, because this file contains no code of its own.
    writeFileSync(`dist/${name}.cjs`, `"use strict";\nmodule.exports = require("./${name}.js");\n`);
    writeFileSync(`dist/${name}.d.ts`, `export * from "./${name}.cjs";\n`);
  }
}

export default config;
