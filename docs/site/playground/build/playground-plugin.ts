import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { PluginOption } from "vite";
import { coded, tableOf } from "../../../../test/support/docs/markdown.ts";
import { readCompletions } from "./read-completions.ts";

const project = (path: string): string =>
  fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** The modules that a program in the playground can import, and their sources. */
const sources = {
  "@tyk-oauth/sdk/consent": project("src/consent/index.ts"),
  "@tyk-oauth/sdk/manifest": project("src/manifest/index.ts"),
  "@tyk-oauth/sdk/testing": project("src/testing/index.ts"),
  "@tyk-oauth/sdk": project("src/index.ts"),
};

/**
 * Gives the playground two modules that are made from the project: the text of its worker, and the names and the advice that its
 * editor and its errors show.
 */
export function playgroundPlugin(): PluginOption {
  const modules: Readonly<Record<string, () => string | Promise<string>>> = {
    "virtual:playground/worker": bundleWorker,
    "virtual:playground/data": () =>
      JSON.stringify({ completions: readNames(), advice: readAdvice() }),
  };
  return {
    name: "playground",
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: async (id) => {
      const create = modules[id.slice(1)];
      if (!id.startsWith("\0") || create === undefined) return undefined;
      const content = await create();
      return id.endsWith("worker")
        ? `export default ${JSON.stringify(content)};`
        : `export default ${content};`;
    },
  };
}

/** Bundles the worker to one text, because its frame cannot load files. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [project("docs/site/playground/worker/main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    // Errors show the names of their classes.
    keepNames: true,
    legalComments: "none",
    alias: sources,
    // Only `gateway.listen` imports it, which needs Node.
    external: ["node:*"],
  });
  return outputFiles[0]?.text ?? "";
}

function readNames(): ReturnType<typeof readCompletions> {
  const names = { index: "", consent: "/consent", manifest: "/manifest", testing: "/testing" };
  const reports = Object.entries(names).map(([file, path]) => [
    `@tyk-oauth/sdk${path}`,
    readFileSync(project(`docs/api/${file}.api.md`), "utf8"),
  ]);
  return readCompletions(Object.fromEntries(reports) as Record<string, string>);
}

/** What to do about each code of an error, from docs/errors.md. */
function readAdvice(): Record<string, string> {
  const rows = tableOf("docs/errors.md", "code");
  return Object.fromEntries(
    rows.map((row) => [coded(row["code"] ?? "")[0] ?? "", plainText(row["what to do"] ?? "")]),
  );
}

function plainText(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("`", "");
}
