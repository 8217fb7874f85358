import type { UserConfig } from "@hey-api/openapi-ts";

interface Config extends UserConfig {
  input: string;
  output: Extract<UserConfig["output"], { path: string }>;
}

const config: Config = {
  input: "./openapi/tyk-oauth.yaml",
  logs: { file: false, level: "warn" },
  output: {
    path: "generated",
    clean: true,
    // Without the ignore file, so that the copy which check-generated makes inside .cache/ is formatted as well.
    postProcess: [
      {
        command: "prettier",
        args: ["--write", "--ignore-path", "none", "{{path}}"],
        name: "Prettier",
      },
    ],
    module: { extension: ".ts" },
    // Named here, since the generator looks for a tsconfig from its own folder, not from ours.
    tsConfigPath: null,
    header: ["// Code generated from openapi/tyk-oauth.yaml by @hey-api/openapi-ts. DO NOT EDIT."],
  },
  plugins: [
    "@hey-api/typescript",
    // No base URL of the file and no client of the module: a call that forgot its client must not compile.
    { name: "@hey-api/client-fetch", baseUrl: false },
    { name: "@hey-api/sdk", client: false },
  ],
};

export default config;
