// The site's files need its own libraries, so `npm run docs:check` lints them and `npm run lint` does not.
import config from "../../eslint.config.ts";

const [, ...rules] = config;
export default [
  ...rules,
  { ignores: ["**/node_modules/"] },
  { rules: { "no-console": "off" } },
  {
    // Scenes are written as a reader of plain JavaScript writes them. Their tests run them.
    files: ["playground/scenes/programs/**"],
    rules: {
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
    },
  },
  { languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
];
