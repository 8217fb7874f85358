import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as buildByEsbuild, transform } from "esbuild";
import { rollup } from "rollup";
import { build as buildByVite } from "vite";
import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";

const app = `import { TykInputError } from "${packageName}"; console.log(TykInputError);`;

/** What is in an error of the package, and what is in no part of it but the engine and the client. */
const kept = "TykInputError";
const dropped = ["fetch", "/tyk/", "setTimeout", "TykTimeoutError", "encodeURIComponent"];
/** One class and the one that it extends. */
const mostBytes = 1_200;

/** Gives the files that an app becomes. */
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
  title: "An app that imports one error class carries nothing else (esbuild, rollup, vite)",
  problems: async (packed) => {
    const folder = join(packed.app, "shaken");
    mkdirSync(folder, { recursive: true });
    const entry = join(folder, "app.mjs");
    writeFileSync(entry, app);
    const problems: string[] = [];
    for (const [name, bundle] of Object.entries(bundlers)) {
      const files = await bundle(entry);
      // Without comments, which may speak of anything.
      const small = await Promise.all(files.map((code) => transform(code, { minify: true })));
      const minified = small.map(({ code }) => code).join("");
      if (!minified.includes(kept)) problems.push(`${name}: the error is not in the bundle`);
      for (const text of dropped)
        if (minified.includes(text)) problems.push(`${name}: the bundle has ${text}`);
      if (minified.length > mostBytes)
        problems.push(`${name}: the bundle has ${minified.length} bytes`);
    }
    return problems;
  },
};
