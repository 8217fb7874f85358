import { registerHooks } from "node:module";

/** Where a script that imports the package by its name gets it from: the source, in place of `dist/`. */
const sources: Readonly<Record<string, string>> = {
  "@tyk-oauth/sdk": "../../../src/index.ts",
  "@tyk-oauth/sdk/node": "../../../src/node/index.ts",
  "@tyk-oauth/sdk/testing": "../../../src/testing/index.ts",
};

registerHooks({
  resolve(specifier, context, next) {
    const source = sources[specifier];
    return next(source === undefined ? specifier : new URL(source, import.meta.url).href, context);
  },
});
