import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { headingAnchor } from "../../../test/support/docs/markdown.ts";
import { sidebar } from "./sidebar.ts";

const project = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export default defineConfig({
  title: "@tyk-oauth/sdk",
  description:
    "TypeScript SDK for the OAuth part of the Tyk Gateway API. Independent, not made by Tyk.",
  srcDir: project(".cache/site/pages"),
  outDir: project(".cache/site/dist"),
  cacheDir: project(".cache/site/vitepress"),
  cleanUrls: true,
  // The anchors of GitHub, so that a link works in the repository and on the site.
  markdown: { anchor: { slugify: headingAnchor } },
  vite: {
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
      { text: "Start", link: "/overview" },
      { text: "Pages", link: "/documentation" },
      { text: "Reference", link: "/api/" },
      { text: "Playground", link: "/playground" },
    ],
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: "local" },
    externalLinkIcon: true,
  },
});
