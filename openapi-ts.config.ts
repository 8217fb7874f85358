import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "./openapi/tyk-oauth.yaml",
  logs: { file: false },
  output: {
    path: "generated",
    clean: true,
    postProcess: ["prettier"],
    // Named here, since the generator looks for a tsconfig from its own folder, not from ours.
    module: { extension: ".js" },
    tsConfigPath: null,
    header: ["// Code generated from openapi/tyk-oauth.yaml by @hey-api/openapi-ts. DO NOT EDIT."],
  },
  plugins: [
    "@hey-api/typescript",
    // No base URL of the file and no client of the module: a call that forgot its client must not compile.
    { name: "@hey-api/client-fetch", baseUrl: false },
    { name: "@hey-api/sdk", client: false },
  ],
});
