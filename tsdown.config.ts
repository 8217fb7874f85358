import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { UserConfig } from "tsdown";
import { createManPage } from "./scripts/command/man-page.ts";
import { bundledLibraries } from "./scripts/notice/bundled-libraries.ts";
import { createNotice } from "./scripts/notice/notice.ts";

type Plugin = NonNullable<Extract<UserConfig["plugins"], unknown[]>>[number];

const entry = {
  index: "src/index.ts",
  consent: "src/consent/index.ts",
  manifest: "src/manifest/index.ts",
  node: "src/node/index.ts",
  testing: "src/testing/index.ts",
};

// The comments are in the declarations and in the source maps.
const outputOptions = { chunkFileNames: "[name].js", comments: { jsdoc: false } };

const shared: UserConfig = {
  format: "esm",
  platform: "neutral",
  // A library in the output must be listed here, and in scripts/notice/bundled-libraries.ts.
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
  ...[
    "api",
    "base",
    "before-request",
    "connection",
    "index",
    "manifest-error",
    "method",
    "response",
  ].map((name) => `src/errors/${name}.ts`),
];

const otherEntries: UserConfig = {
  ...shared,
  entry: {
    engine: "src/engine/engine.ts",
    consent: entry.consent,
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

/** The entries of the package, as the command imports them: they are beside it in `dist/`. */
const ownEntries: Readonly<Record<string, string>> = {
  "@tyk-oauth/sdk": "./index.js",
  "@tyk-oauth/sdk/manifest": "./manifest.js",
  "@tyk-oauth/sdk/node": "./node.js",
  "@tyk-oauth/sdk/testing": "./testing.js",
};

const virtual = "\0builtin:";

/**
 * Loads Node's modules when a library of the command needs them. In one file their imports would all run at the start, and opening
 * the standard streams alone takes longer than the help.
 */
const lazyBuiltins: NonNullable<UserConfig["plugins"]> = {
  name: "lazy-builtins",
  resolveId: {
    order: "pre",
    handler: (id, importer) =>
      id.startsWith("node:") && importer?.includes("/node_modules/") === true ? virtual + id : null,
  },
  load: (id) => {
    if (!id.startsWith(virtual)) return null;
    const name = id.slice(virtual.length);
    // Commander loads it for subcommands that are programs. There are none.
    if (name === "node:child_process") return "module.exports = {};";
    // As a module it would open the standard streams, and read every option of Node.
    if (name === "node:process") return "module.exports = process;";
    return `module.exports = process.getBuiltinModule("${name}");`;
  },
};

/** The files that the command loads when it needs them: V8 would compile them at each start if they were one file. */
const laterFiles = ["completion", "parser", "prompts", "yaml"];

/** Leaves the imports of the package, and of libraries that are loaded later, as imports of files beside the command. */
const externalFiles: NonNullable<UserConfig["plugins"]> = {
  name: "external-files",
  resolveId: {
    order: "pre",
    handler: (id, importer) => {
      const name = /\/later\/(\w+)\.ts$/.exec(id)?.[1];
      // An entry has no importer.
      const file = importer === undefined || name === undefined ? undefined : `./cli-${name}.js`;
      const external = ownEntries[id] ?? file;
      return external === undefined ? null : { id: external, external: true };
    },
  },
};

/** Builds one file of the command with its libraries, without other chunks. */
function createCommandFile(name: string, source: string): UserConfig {
  const libraries = bundledLibraries
    .filter(({ file }) => file === `dist/${name}.js`)
    .map((library) => library.name);
  return {
    entry: { [name]: source },
    format: "esm",
    platform: "node",
    deps: { onlyBundle: libraries },
    target: "node20.19",
    dts: false,
    sourcemap: false,
    fixedExtension: false,
    clean: false,
    hash: false,
    outDir: "dist",
    minify: true,
    outputOptions: { codeSplitting: false, banner: name === "cli" ? "#!/usr/bin/env node" : "" },
    plugins: [externalFiles, lazyBuiltins],
    hooks: {
      "build:done": ({ chunks }) => {
        const ids = chunks.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
        for (const library of libraries)
          if (!ids.some((id) => id.includes(`/node_modules/${library}/`)))
            throw new Error(`dist/${name}.js does not contain ${library}, which NOTICE names`);
        if (name !== "cli") return;
        writeFileSync("dist/tyk-oauth.1", createManPage());
        writeFileSync("NOTICE", createNotice());
      },
    },
  };
}

const configs: UserConfig[] = [
  mainEntry,
  otherEntries,
  declarations,
  // The package is loaded only when a command calls a gateway.
  createCommandFile("cli", "src/cli/main.ts"),
  ...laterFiles.map((name) => createCommandFile(`cli-${name}`, `src/cli/later/${name}.ts`)),
];

export default configs;
