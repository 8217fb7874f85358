import type { HttpTarget } from "../../test/support/runtimes/http-target.ts";
import type { SuiteResult } from "../../test/support/runtimes/suite-result.ts";
import type { BundleOptions } from "./bundle.ts";
import type { PackageSet } from "./versions.ts";

/**
 * A suite that every host runs: the promises on the embedded gateway, or the cases on real HTTP. `worker` is the worker whose
 * requests share a client.
 */
export type Suite = "conformance" | "http" | "worker";

/** A runtime, a test runner, a framework or a bundler on which the package must work. */
export interface Host {
  /** The name for `--only`. */
  readonly id: string;
  /** The name in the table. */
  readonly title: string;
  /** Whether `--quick` runs it. */
  readonly isQuick: boolean;
  /** The packages to install for it. */
  readonly packages: PackageSet;
  /** The cases on HTTP that fail because of the host itself. Its row in the table says what follows. */
  readonly knownFailures?: readonly string[];
  /** Runs the suites. Throws a {@link HostUnavailable} if the host cannot be installed. */
  readonly run: (session: Session) => Promise<HostRun>;
}

/** What a host gets. */
export interface Session {
  /** The folder with the installed packages of the host and the packed package in its `node_modules`. */
  readonly packagesFolder: string;
  /** A folder inside for the files of this host alone. */
  readonly folder: string;
  /** A gateway over HTTP, for this host alone. */
  readonly target: Omit<HttpTarget, "isBrowser">;
  /** Bundles a suite to JavaScript, and returns the file. */
  readonly bundle: (suite: Suite, options?: BundleOptions) => Promise<string>;
}

/** What came of a host. */
export interface HostRun {
  readonly version: string;
  /** `undefined` if the host has no place for this suite. */
  readonly conformance: SuiteResult | undefined;
  readonly http: SuiteResult;
}

/** The host cannot be installed on this machine. */
export class HostUnavailable extends Error {}

/** Runs both suites one after the other. */
export async function runSuites(
  version: string,
  run: (suite: Exclude<Suite, "worker">) => Promise<SuiteResult>,
): Promise<HostRun> {
  return { version, conformance: await run("conformance"), http: await run("http") };
}
