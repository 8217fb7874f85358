import { join } from "node:path";
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import { packageName } from "../package/pack.ts";
import { root } from "../support/root.ts";
import type { HttpTarget } from "../../test/support/runtimes/http-target.ts";
import type { Suite } from "./host.ts";

/** How a suite is bundled for a host. */
export interface BundleOptions {
  /** The test functions: of the small harness, or of the host's own test runner. @defaultValue "harness" */
  readonly testApi?: "harness" | "vitest" | "@jest/globals" | "node:test";
  /**
   * What the bundle does with the harness: print the result, respond with it, or offer a function that returns it.
   * @defaultValue "print"
   */
  readonly result?: "print" | "worker" | "function";
  /** Whether the bundle contains the package. Otherwise the host finds it in `node_modules`. @defaultValue false */
  readonly withPackage?: boolean;
  /** @defaultValue "esm" */
  readonly format?: "esm" | "cjs" | "iife";
  /** @defaultValue ".js" */
  readonly extension?: string;
  /** Whether the package must be told that it runs in a browser. @defaultValue false */
  readonly isBrowser?: boolean;
}

/** What a bundle is made of. */
export interface BundleSource {
  /** The folder for the file. A `node_modules` above it has the package. */
  readonly folder: string;
  /** The folder that has `@vitest/expect` and `chai`. */
  readonly expectFolder: string;
  readonly target: Omit<HttpTarget, "isBrowser">;
}

/** The line with the result begins with this word. */
export const resultMarker = "@@result ";

const endings = {
  print: `console.log(${JSON.stringify(resultMarker)} + JSON.stringify(await runTests()));`,
  worker: "export default { fetch: async () => Response.json(await runTests()) };",
  function: "globalThis.runTests = runTests;",
};

const expectModule = `
import * as chai from "chai";
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const expect = chai.expect;
`;

/** Bundles a suite for a host, and returns the path of the file. */
export async function bundleSuite(
  suite: Suite,
  { folder, expectFolder, target }: BundleSource,
  {
    testApi = "harness",
    result = "print",
    withPackage = false,
    format = "esm",
    extension = ".js",
    isBrowser = false,
  }: BundleOptions,
): Promise<string> {
  const outfile = join(folder, `${suite}${extension}`);
  const harness = join(root, "test/support/runtimes/harness.ts");
  const ending = `import { runTests } from ${JSON.stringify(harness)};\n${endings[result]}`;
  const entries = {
    conformance: `import "./test/conformance/embedded.test.ts";`,
    http: httpEntry({ ...target, isBrowser }),
    worker: workerEntry(target),
  };
  const contents = [
    entries[suite],
    ...(testApi === "harness" && suite !== "worker" ? [ending] : []),
  ].join("\n");
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format,
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    // The package says that its files have no side effects. Its tests have: they add themselves.
    ignoreAnnotations: true,
    // Without it esbuild would follow the paths of the project's tsconfig to src/.
    tsconfigRaw: "{}",
    logLevel: "error",
    plugins: [
      redirect("vitest", /^vitest$/, testModule(testApi, harness), expectFolder),
      packagePlugin(withPackage ? folder : undefined),
    ],
  });
  return outfile;
}

function httpEntry(target: HttpTarget): string {
  return `
import { describe, test } from "vitest";
import { httpCases } from "./test/runtimes/http-cases.ts";
describe("over HTTP", () => {
  for (const { name, run } of httpCases) test(name, () => run(${JSON.stringify(target)}));
});`;
}

function workerEntry(target: BundleSource["target"]): string {
  return `
import { createWorkerHandler } from "./test/runtimes/worker-handler.ts";
export default { fetch: createWorkerHandler(${JSON.stringify(target)}) };`;
}

/** The module that the suites get as "vitest"; `undefined` if it is vitest itself. */
function testModule(testApi: string, harness: string): string | undefined {
  if (testApi === "vitest") return undefined;
  if (testApi === "@jest/globals") return `export { describe, test, expect } from "@jest/globals";`;
  const from = testApi === "harness" ? harness : testApi;
  return `export { describe, test } from ${JSON.stringify(from)};\n${expectModule}`;
}

/** Replaces an import by a module, or leaves it to the host. Packages stay outside, except those of `resolveDir`. */
function redirect(
  name: string,
  filter: RegExp,
  contents: string | undefined,
  resolveDir: string,
): Plugin {
  return {
    name,
    setup: (builder) => {
      builder.onResolve({ filter }, ({ path }) =>
        contents === undefined ? { path, external: true } : { path, namespace: name },
      );
      builder.onResolve({ filter: /^@jest\/globals$/ }, ({ path }) => ({ path, external: true }));
      builder.onLoad({ filter: /.*/, namespace: name }, () => ({
        contents: contents ?? "",
        resolveDir,
      }));
    },
  };
}

/** Leaves the package outside, or takes it from a folder's `node_modules`. Never from this project's sources. */
function packagePlugin(folder: string | undefined): Plugin {
  return {
    name: "package",
    setup: (builder) => {
      builder.onResolve({ filter: new RegExp(`^${packageName}(/|$)`) }, (args) => {
        if (folder === undefined) return { path: args.path, external: true };
        if (args.pluginData === packageName) return undefined;
        const { kind } = args;
        return builder.resolve(args.path, { kind, resolveDir: folder, pluginData: packageName });
      });
    },
  };
}
