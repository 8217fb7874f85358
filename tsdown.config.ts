import { globSync, readFileSync, writeFileSync } from "node:fs";
import type { UserConfig } from "tsdown";

const config: UserConfig = {
  entry: { index: "src/index.ts", node: "src/node/index.ts", testing: "src/testing/index.ts" },
  format: "esm",
  platform: "neutral",
  // A library in the output must be listed here, and its licence in NOTICE.
  deps: { neverBundle: [/^node:/], onlyBundle: ["@noble/hashes"] },
  target: "node20.19",
  // Constructors that only this package calls are @internal: without them the declarations hold the public names alone.
  dts: { oxc: { stripInternal: true } },
  sourcemap: true,
  clean: true,
  hash: false,
  outDir: "dist",
  outputOptions: {
    chunkFileNames: "[name].js",
    // Each file takes Node half a millisecond to find and open: what loads at start is one, and the engine another.
    codeSplitting: { groups: [{ name: "core", test: /\/src\/index\.ts$/ }] },
  },
  hooks: { "build:done": dropDeclarationMaps },
};

/** Declarations name a map that is not made: it would lead to sources that are not shipped. */
function dropDeclarationMaps(): void {
  for (const file of globSync("dist/*.d.ts")) {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
}

export default config;
