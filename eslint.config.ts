import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const config: ReturnType<typeof defineConfig> = defineConfig(
  { ignores: ["generated/", "dist/", "coverage/", ".cache/"] },
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
      // A number or a status in a template literal is what a message is for.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // isolatedDeclarations wants the type of an exported template literal written out.
      "@typescript-eslint/no-inferrable-types": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: ":matches(ImportSpecifier[importKind=type], ExportSpecifier[exportKind=type])",
          message: "Types have an import of their own: import type { A } from ...",
        },
        {
          selector:
            ":matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]",
          message: "Constants are in camelCase.",
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
                "What ships uses web APIs; Node's are for src/node/ and src/testing/listen.ts.",
            },
            // @noble/hashes is bundled.
            { regex: "^(?!@noble/hashes/)[^.]", message: "What ships has no runtime dependency." },
          ],
        },
      ],
      "no-restricted-globals": ["error", "process", "Buffer", "global", "window", "document"],
    },
  },
  // The one place of the package that opens a port, and what is for Node alone. Neither is loaded by the main entry.
  {
    files: ["src/testing/listen.ts", "src/node/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [{ regex: "^(?!\\.|node:)", message: "What ships has no runtime dependency." }],
        },
      ],
    },
  },
  {
    files: ["test/faults/**", "test/support/faults/**"],
    rules: {
      // node:test minds the promises of its tests by itself.
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
  // What these print is what they are for.
  { files: ["scripts/**", "examples/**", "bench/**"], rules: { "no-console": "off" } },
);

export default config;
