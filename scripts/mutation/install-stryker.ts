import { join } from "node:path";
import { installLibraries } from "../support/install-libraries.ts";
import { root } from "../support/root.ts";

/** Below the project's folder, so that Stryker finds the project's own vitest. */
const into = ".cache/mutation/stryker";

/**
 * Installs Stryker, unless this version is installed. Returns the path of its command. Stryker is not a dependency of the project:
 * most of its packages refuse the oldest supported Node, and only mutation testing needs it.
 */
export function installStryker(): string {
  // Without peer dependencies: the lock has no vitest.
  installLibraries("scripts/mutation", { into, npmArgs: ["--legacy-peer-deps"] });
  return join(root, into, "node_modules/@stryker-mutator/core/bin/stryker.js");
}
