import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { UserConfig } from "tsdown";

type Plugin = NonNullable<Extract<UserConfig["plugins"], unknown[]>>[number];

const entry = {
  index: "src/index.ts",
  manifest: "src/manifest/index.ts",
  node: "src/node/index.ts",
  testing: "src/testing/index.ts",
};

// The comments are in the declarations and in the source maps.
const outputOptions = { chunkFileNames: "[name].js", comments: { jsdoc: false } };

const shared: UserConfig = {
  format: "esm",
  platform: "neutral",
  // A library in the output must be listed here, and its licence in NOTICE.
  deps: { neverBundle: [/^node:/], onlyBundle: ["@noble/hashes"] },
  target: "node20.19",
  clean: true,
  hash: false,
  outDir: "dist",
  outputOptions,
};

// Node needs half a millisecond per file, and runs all code of a file. So the main entry is one file. The other files import only its
// public names and have their own copies of small helpers. With common files for the helpers, the main entry would load those too.
const mainEntry: UserConfig = {
  ...shared,
  entry: { index: entry.index },
  dts: false,
  sourcemap: true,
  plugins: [replaceImports(["src/engine/engine.ts"], "./engine.js")],
};

// Their classes must exist once. So the other entries may import nothing else from these files than public names.
const publicFiles = [
  "src/client.ts",
  ...["api", "base", "before-request", "connection", "manifest-error", "method", "response"].map(
    (name) => `src/errors/${name}.ts`,
  ),
];

const otherEntries: UserConfig = {
  ...shared,
  entry: {
    engine: "src/engine/engine.ts",
    manifest: entry.manifest,
    node: entry.node,
    testing: entry.testing,
  },
  dts: false,
  sourcemap: true,
  outputOptions: {
    ...outputOptions,
    codeSplitting: {
      groups: [
        { name: "key-hash", test: /\/hash\/|@noble/, minShareCount: 2 },
        { name: "shared", minShareCount: 2 },
      ],
    },
  },
  plugins: [replaceImports(publicFiles, "./index.js")],
};

const declarations: UserConfig = {
  ...shared,
  entry,
  // Removes @internal members, such as constructors that only this package calls, from the declarations.
  dts: { oxc: { stripInternal: true }, emitDtsOnly: true },
  hooks: {
    "build:done": () => {
      moveDeclarationsToCommonJs();
      writeCommonJsEntries();
    },
  },
};

/** Replaces imports of some source files by an import of a file in `dist/`, which must export the same names. */
function replaceImports(files: readonly string[], target: string): Plugin {
  const paths = new Set(files.map((file) => resolve(file)));
  return {
    name: `replace-imports-by-${target}`,
    async resolveId(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found !== null && paths.has(found.id) ? { id: target, external: true } : found;
    },
  };
}

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

const configs: UserConfig[] = [mainEntry, otherEntries, declarations];

export default configs;
