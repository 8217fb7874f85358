import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as buildByEsbuild, transform } from "esbuild";
import { rollup } from "rollup";
import { build as buildByVite } from "vite";
import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";

const app = `import { TykInputError } from "${packageName}"; console.log(TykInputError);`;

/** Text of the error class, which the bundle must have, and text of the engine and the client, which it must not have. */
const kept = "TykInputError";
const dropped = ["fetch", "/tyk/", "setTimeout", "TykTimeoutError", "encodeURIComponent"];
/** The budget for the class and its base class. */
const maxBytes = 1_200;

/** Bundles an app and returns the code of its files. */
type Bundler = (entry: string) => Promise<string[]>;

const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: async (entry) => {
    const { outputFiles } = await buildByEsbuild({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "error",
    });
    return outputFiles.map(({ text }) => text);
  },
  rollup: async (entry) => {
    const bundle = await rollup({ input: entry, plugins: [nodeResolve()] });
    const { output } = await bundle.generate({ format: "esm", compact: true });
    await bundle.close();
    return output.map(codeOf);
  },
  vite: async (entry) => {
    const built = await buildByVite({
      root: join(entry, ".."),
      configFile: false,
      logLevel: "error",
      build: { write: false, rolldownOptions: { input: entry } },
    });
    const outputs = Array.isArray(built) ? built : "output" in built ? [built] : [];
    return outputs.flatMap(({ output }) => output.map(codeOf));
  },
};

function codeOf(file: { readonly type: string; readonly code?: string }): string {
  return file.code ?? "";
}

export const treeShaking: Check = {
  title: "An app that imports one error class bundles nothing else (esbuild, rollup, vite)",
  findProblems: async (packed) => {
    const folder = join(packed.app, "shaken");
    mkdirSync(folder, { recursive: true });
    const entry = join(folder, "app.mjs");
    writeFileSync(entry, app);
    const problems: string[] = [];
    for (const [name, bundle] of Object.entries(bundlers)) {
      const files = await bundle(entry);
      // Minifying removes comments, which may contain any text.
      const small = await Promise.all(files.map((code) => transform(code, { minify: true })));
      const minified = small.map(({ code }) => code).join("");
      if (!minified.includes(kept)) problems.push(`${name}: the bundle lacks ${kept}`);
      for (const text of dropped)
        if (minified.includes(text)) problems.push(`${name}: the bundle contains ${text}`);
      if (minified.length > maxBytes)
        problems.push(`${name}: the bundle has ${minified.length} bytes`);
    }
    return problems;
  },
};
