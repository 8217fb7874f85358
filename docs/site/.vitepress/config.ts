import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { siteBase } from "../../../scripts/docs/site-base.ts";
import { headingAnchor } from "../../../test/support/docs/markdown.ts";
import { playgroundPlugin } from "../playground/build/playground-plugin.ts";
import { mermaidPlugin } from "./mermaid.ts";
import { sideBySidePlugin } from "./side-by-side.ts";
import { createSidebar } from "./sidebar.ts";

const project = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The shapes of an open and a closed bracket, so that a browser does not ask for /favicon.ico. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%233451b2'/%3E%3Cpath d='M6 4 3 8l3 4M10 4l3 4-3 4' fill='none' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E";

export default defineConfig({
  title: "@tyk-oauth/sdk",
  lang: "en",
  description:
    "TypeScript SDK for the OAuth part of the Tyk Gateway API. Independent, not made by Tyk.",
  base: siteBase,
  srcDir: project(".cache/site/pages"),
  outDir: project(".cache/site/dist"),
  cacheDir: project(".cache/site/vitepress"),
  cleanUrls: true,
  head: [
    ["link", { rel: "icon", href: icon }],
    ["meta", { name: "referrer", content: "no-referrer" }],
  ],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    // The anchors of GitHub, so that a link works in the repository and on the site.
    anchor: { slugify: headingAnchor },
    config: mermaidPlugin,
    languageAlias: { mjs: "javascript", svg: "xml" },
  },
  transformPageData(page) {
    // Room for two columns. The page has an index of its own.
    if (page.relativePath === "gateway-traps.md") page.frontmatter["aside"] = false;
    page.frontmatter["head"] = [
      ["link", { rel: "alternate", type: "text/markdown", href: siteBase + page.relativePath }],
    ];
  },
  vite: {
    plugins: [sideBySidePlugin(), playgroundPlugin()],
    // The index of the search is large, and is loaded when the search opens.
    build: { chunkSizeWarningLimit: 4_000 },
    resolve: {
      alias: [
        { find: "@tyk-oauth/sdk/consent", replacement: project("src/consent/index.ts") },
        { find: "@tyk-oauth/sdk/manifest", replacement: project("src/manifest/index.ts") },
        { find: "@tyk-oauth/sdk/testing", replacement: project("src/testing/index.ts") },
        { find: "@tyk-oauth/sdk", replacement: project("src/index.ts") },
      ],
    },
    server: { fs: { allow: [project("")] } },
  },
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/first-client" },
      { text: "Pages", link: "/documentation" },
      { text: "Traps", link: "/gateway-traps" },
      { text: "API", link: "/api/" },
      { text: "Playground", link: "/playground" },
    ],
    sidebar: createSidebar(),
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        // The text of source files hides the pages that explain them.
        _render: (source, environment, markdown) =>
          environment.relativePath.startsWith("source/")
            ? ""
            : markdown.render(source, environment),
      },
    },
  },
});
