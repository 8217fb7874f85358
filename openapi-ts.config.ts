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
    // No ignore file: Prettier must also format the copy that check-generated writes to .cache/.
    postProcess: [
      {
        command: "prettier",
        args: ["--write", "--ignore-path", "none", "{{path}}"],
        name: "Prettier",
      },
    ],
    module: { extension: ".ts" },
    // No tsconfig: the generator would search for one from its own folder.
    tsConfigPath: null,
    header: ["// Code generated from openapi/tyk-oauth.yaml by @hey-api/openapi-ts. DO NOT EDIT."],
  },
  plugins: [
    "@hey-api/typescript",
    // No default base URL and no default client: a call without a client must not compile.
    { name: "@hey-api/client-fetch", baseUrl: false },
    { name: "@hey-api/sdk", client: false },
  ],
};

export default config;
