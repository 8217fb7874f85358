// Bundles a program for a server, as the documentation of each bundler says. Arguments: bundler, input, output, folder of webpack.
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";

interface Files {
  readonly input: string;
  readonly output: string;
  readonly packagesFolder: string;
}

/** The part of webpack's API that is used here. */
type Webpack = (
  config: object,
  done: (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void,
) => void;

const bundlers: Readonly<Record<string, (files: Files) => Promise<unknown>>> = {
  esbuild: ({ input, output }) =>
    esbuild.build({
      entryPoints: [input],
      outfile: output,
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      tsconfigRaw: "{}",
      logLevel: "warning",
    }),
  rollup: async ({ input, output }) => {
    const bundle = await rollup({
      input,
      plugins: [nodeResolve({ exportConditions: ["node"] })],
      external: /^node:/,
    });
    const entryFileNames = basename(output);
    await bundle.write({ dir: dirname(output), entryFileNames, format: "es" });
    await bundle.close();
  },
  vite: ({ input, output }) =>
    vite.build({
      configFile: false,
      root: dirname(input),
      logLevel: "warn",
      build: {
        ssr: input,
        outDir: dirname(output),
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: basename(output) } },
      },
      ssr: { noExternal: true },
    }),
  webpack: ({ input, output, packagesFolder }) => {
    const webpack = createRequire(join(packagesFolder, "package.json"))("webpack") as Webpack;
    const config = {
      mode: "production",
      target: "node20",
      entry: input,
      // The paths of this project's tsconfig would lead to the sources, not to the package.
      resolve: { tsconfig: false },
      experiments: { outputModule: true },
      output: {
        path: dirname(output),
        filename: basename(output),
        module: true,
        chunkFormat: "module",
        chunkLoading: "import",
        chunkFilename: `[id]-${basename(output)}`,
      },
    };
    return new Promise<void>((resolve, reject) => {
      webpack(config, (error, stats) => {
        if (error !== null) reject(error);
        else if (stats?.hasErrors() === true) reject(new Error(stats.toString()));
        else resolve();
      });
    });
  },
};

const [name = "", input = "", output = "", packagesFolder = ""] = process.argv.slice(2);
const bundle = bundlers[name];
if (bundle === undefined) throw new Error(`unknown bundler ${JSON.stringify(name)}`);
await bundle({ input, output, packagesFolder });
