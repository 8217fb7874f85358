/** Sets of packages. Each is installed in a folder of its own below `.cache/runtimes/`. */
export type PackageSet =
  | "plain"
  | "expect"
  | "bun"
  | "deno"
  | "workerd"
  | "edge-vm"
  | "chromium"
  | "vitest"
  | "jest"
  | "next"
  | "webpack";

/**
 * The exact versions of the hosts and of what they need. The versions of Node are in `scripts/support/nodes.ts`. Debian's Chromium
 * has no version here, because Debian keeps only the newest.
 */
export const packageSets: Readonly<Record<PackageSet, Readonly<Record<string, string>>>> = {
  /** A program of a user who has only the package. */
  plain: {},
  /** `expect` for hosts that have none: vitest's. */
  expect: { "@vitest/expect": "5.1.1", chai: "6.3.0" },
  bun: { bun: "1.4.5" },
  deno: { deno: "2.9.6" },
  workerd: { workerd: "1.20261117.1" },
  "edge-vm": { "@edge-runtime/vm": "5.0.0" },
  chromium: { "puppeteer-core": "25.16.0" },
  vitest: { vitest: "5.1.1", vite: "8.3.8", jsdom: "31.0.1", "happy-dom": "21.0.4" },
  jest: {
    jest: "30.5.2",
    "@swc/core": "1.16.22",
    "@swc/jest": "0.2.39",
  },
  next: { next: "14.2.35", react: "18.3.1", "react-dom": "18.3.1" },
  webpack: { webpack: "5.113.0" },
};

/** Packages whose install script selects the program for the machine. */
export const packagesWithInstallScript: readonly string[] = ["bun", "deno", "workerd"];

/** Returns the version of a package in a set. */
export function versionOf(set: PackageSet, name: string): string {
  const version = packageSets[set][name];
  if (version === undefined) throw new Error(`the set ${set} has no package ${name}`);
  return version;
}
