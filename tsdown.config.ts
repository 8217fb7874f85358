import { globSync, readFileSync, writeFileSync } from "node:fs";
import type { UserConfig } from "tsdown";

const config: UserConfig = {
  entry: { index: "src/index.ts", node: "src/node/index.ts", testing: "src/testing/index.ts" },
  format: "esm",
  platform: "neutral",
  // A library in the output must be listed here, and its licence in NOTICE.
  deps: { neverBundle: [/^node:/], onlyBundle: ["@noble/hashes"] },
  target: "node20.19",
  // Removes @internal members, such as constructors that only this package calls, from the declarations.
  dts: { oxc: { stripInternal: true } },
  sourcemap: true,
  clean: true,
  hash: false,
  outDir: "dist",
  outputOptions: {
    chunkFileNames: "[name].js",
    // Node needs half a millisecond per file. So the code that loads at start is one file, and the engine is another one.
    codeSplitting: { groups: [{ name: "core", test: /\/src\/index\.ts$/ }] },
  },
  hooks: { "build:done": removeDeclarationMapLinks },
};

/** Removes the links to declaration maps. The maps do not exist, because the package does not contain the sources. */
function removeDeclarationMapLinks(): void {
  for (const file of globSync("dist/*.d.ts")) {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
}

export default config;
