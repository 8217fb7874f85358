import type { Check } from "./check.ts";

/** All published files. Add a new file here, or exclude it with `files` in `package.json`. */
const expected: readonly string[] = [
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
  title: "The package has the expected files and no others",
  findProblems: ({ files }) => [
    ...expected.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`),
    ...files.filter((file) => !expected.includes(file)).map((file) => `unexpected: ${file}`),
  ],
};
