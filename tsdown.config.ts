import type { UserConfig } from "tsdown";

const config: UserConfig = {
  entry: { index: "src/index.ts", testing: "src/testing/index.ts" },
  format: "esm",
  platform: "neutral",
  deps: { neverBundle: [/^node:/] },
  target: "node20.19",
  // Constructors that only this package calls are @internal: without them the declarations hold the public names alone.
  dts: { oxc: { stripInternal: true }, sourcemap: false },
  sourcemap: true,
  clean: true,
  hash: false,
  outDir: "dist",
};

export default config;
