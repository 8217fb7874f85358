// The site's files need its own libraries, so `npm run docs:check` lints them and `npm run lint` does not.
import config from "../../eslint.config.ts";

const [, ...rules] = config;
export default [
  ...rules,
  { ignores: ["**/node_modules/"] },
  { rules: { "no-console": "off" } },
  { languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
];
