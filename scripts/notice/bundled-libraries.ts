/** A library in the build's output. */
export interface BundledLibrary {
  readonly name: string;
  /** The file of the package that contains its code. */
  readonly file: string;
}

const library = (file: string, ...names: string[]): BundledLibrary[] =>
  names.map((name) => ({ name, file }));

/** The libraries of the command. */
const ofCommand: readonly BundledLibrary[] = [
  ...library("dist/cli.js", "commander", "picocolors"),
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
  ...library("dist/cli-completion.js", "@bomb.sh/tab"),
];

/** Every library that the build bundles. The build fails if it bundles another one, or none of one in the list. */
export const bundledLibraries: readonly BundledLibrary[] = [
  ...library("dist/key-hash.js", "@noble/hashes"),
  ...ofCommand,
];

/** The names of the command's libraries. */
export const commandLibraries: string[] = ofCommand.map(({ name }) => name);
