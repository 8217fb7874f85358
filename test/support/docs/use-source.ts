import { registerHooks } from "node:module";

/** The files that a script gets for the package: the bundled sources (`bundle-source.ts`), not `dist/`. */
const sources: Readonly<Record<string, string>> = {
  "@tyk-oauth/sdk": "../../../.cache/source/index.js",
  "@tyk-oauth/sdk/consent": "../../../.cache/source/consent.js",
  "@tyk-oauth/sdk/manifest": "../../../.cache/source/manifest.js",
  "@tyk-oauth/sdk/node": "../../../.cache/source/node.js",
  "@tyk-oauth/sdk/testing": "../../../.cache/source/testing.js",
};

registerHooks({
  resolve(specifier, context, next) {
    const source = sources[specifier];
    return next(source === undefined ? specifier : new URL(source, import.meta.url).href, context);
  },
});
