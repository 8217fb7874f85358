/** The last column of the table: what does not work on a host, and the way out. Longer text is in the document. */
export const notes: Readonly<Record<string, string>> = {
  deno: "may send a request twice: [pass another `fetch`](#bun-and-deno)",
  "workerd-plain": "`listen()` and `createNodeFetch` need `nodejs_compat`",
  "edge-vm": "no `node:` modules: `listen()` and `createNodeFetch` do not work",
  chromium: "`dangerouslyAllowBrowser`; [may send a request twice](#browsers)",
  "vitest-jsdom": "simpler: [the environment node](#vitest)",
  "vitest-happy-dom": "needs `disableSameOriginPolicy`, or [the environment node](#vitest)",
  "jest-esm": "start with `--experimental-vm-modules`",
  "jest-commonjs": "transform the package, [for example with swc](testing.md)",
  next: "14 caches each `fetch`; the package says `no-store`",
  rollup: "no `inlineDynamicImports` with a top-level `await`",
};
