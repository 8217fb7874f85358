import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { existsSync } from "node:fs";

/** Without their libraries every type of these folders is unknown. */
const withLibrariesOfTheirOwn = [
  "test/browser/", // npm run test:browser installs them
  "examples/recipes/", // npm run test:recipes installs them
];
const notInstalled = withLibrariesOfTheirOwn.filter(
  (folder) => !existsSync(new URL(`${folder}node_modules`, import.meta.url)),
);

const config: ReturnType<typeof defineConfig> = defineConfig(
  {
    ignores: [
      "generated/",
      "dist/",
      "coverage/",
      ".cache/",
      "docs/site/",
      "examples/recipes/nest-service/dist/",
      ...notInstalled,
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ["scripts/prepare.js", "dependency-cruiser.config.mjs"],
        },
      },
    },
    rules: {
      // Messages often contain a number or a status.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // isolatedDeclarations needs the type of an exported template literal.
      "@typescript-eslint/no-inferrable-types": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: ":matches(ImportSpecifier[importKind=type], ExportSpecifier[exportKind=type])",
          message: "Import types separately: import type { A } from ...",
        },
        {
          selector:
            ":matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]",
          message: "Name constants in camelCase.",
        },
      ],
    },
  },
  {
    files: ["src/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^node:",
              message:
                "Use web APIs. Only src/node/ and src/testing/listen.ts may import Node's modules.",
            },
            // @noble/hashes is bundled.
            {
              regex: "^(?!@noble/hashes/)[^.]",
              message: "The package has no runtime dependencies.",
            },
          ],
        },
      ],
      "no-restricted-globals": ["error", "process", "Buffer", "global", "window", "document"],
    },
  },
  // These files may import Node's modules. The main entry loads none of them.
  {
    files: ["src/testing/listen.ts", "src/node/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^(?!\\.|node:)", message: "The package has no runtime dependencies." },
          ],
        },
      ],
    },
  },
  // The command is bundled with its libraries, and runs on Node only. It imports the package by its public names.
  {
    files: ["src/cli/**"],
    rules: { "no-restricted-imports": "off", "no-restricted-globals": "off" },
  },
  {
    files: ["test/faults/**", "test/support/faults/**"],
    rules: {
      // node:test handles the promises of its tests.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "describe"] },
          ],
        },
      ],
    },
  },
  {
    files: ["examples/recipes/nest-service/**"],
    rules: {
      // A module of NestJS is a class without members: its decorator has the parts.
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
      // NestJS declares its options as classes, and expects plain objects.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  // These programs print their results.
  { files: ["scripts/**", "examples/**", "bench/**"], rules: { "no-console": "off" } },
);

export default config;
