/** A library in the build's output. */
export interface BundledLibrary {
  readonly name: string;
  /** The file of the package that contains its code. */
  readonly file: string;
}

const library = (file: string, ...names: string[]): BundledLibrary[] =>
  names.map((name) => ({ name, file }));

/** Every library that the build bundles. The build fails if it bundles another one, or none of one in the list. */
export const bundledLibraries: readonly BundledLibrary[] = [
  ...library("dist/key-hash.js and dist/manifest.js", "@noble/hashes"),
  ...library("dist/cli.js", "picocolors"),
  ...library("dist/cli-parser.js", "commander"),
  ...library(
    "dist/cli-prompts.js",
    "@clack/prompts",
    "@clack/core",
    "fast-string-truncated-width",
    "fast-string-width",
    "fast-wrap-ansi",
    "sisteransi",
  ),
  ...library("dist/cli-yaml.js", "yaml"),
];
