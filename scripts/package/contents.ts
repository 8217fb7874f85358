import type { Check } from "./check.ts";

/** Every file that is published, and no other. A new one is put down here, or kept out by `files` of `package.json`. */
const wanted: readonly string[] = [
  "CHANGELOG.md",
  "LICENSE",
  "NOTICE",
  "README.md",
  "SECURITY.md",
  "dist/client.d.ts",
  "dist/core.js",
  "dist/core.js.map",
  "dist/engine.js",
  "dist/engine.js.map",
  "dist/errors.js",
  "dist/errors.js.map",
  "dist/index.d.ts",
  "dist/index.js",
  "dist/key-hash.js",
  "dist/key-hash.js.map",
  "dist/listen.js",
  "dist/listen.js.map",
  "dist/node.d.ts",
  "dist/node.js",
  "dist/node.js.map",
  "dist/testing.d.ts",
  "dist/testing.js",
  "dist/testing.js.map",
  "docs/errors.md",
  "docs/gateway-traps.md",
  "docs/retries.md",
  "docs/versioning.md",
  "openapi/tyk-oauth.yaml",
  "package.json",
];

export const contents: Check = {
  title: "It holds what it should and nothing else",
  problems: ({ files }) => [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `not packed: ${file}`),
    ...files.filter((file) => !wanted.includes(file)).map((file) => `packed for nobody: ${file}`),
  ],
};
