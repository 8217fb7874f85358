// Builds dist/ when the package is installed from its sources, in a clone or in a monorepo. It is JavaScript because any version of
// Node may run it. Without development dependencies (npm ci --omit=dev) it keeps the last build.
import console from "node:console";
import { existsSync } from "node:fs";

if (isInstalled("tsdown")) {
  const { build } = await import("tsdown");
  await build({ logLevel: "warn" });
} else if (!existsSync("dist/index.js")) {
  console.warn("@tyk-oauth/sdk is not built: install its development dependencies to build it.");
}

/** @param {string} name */
function isInstalled(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
