// Builds dist/ as the package is installed from its sources: in a clone, or as a member of a monorepo. Plain JavaScript, since it
// runs on whatever Node installs. Where the tools are left out (npm ci --omit=dev) what was built before has to do.
import console from "node:console";
import { existsSync } from "node:fs";

if (isThere("tsdown")) {
  const { build } = await import("tsdown");
  await build({ logLevel: "warn" });
} else if (!existsSync("dist/index.js")) {
  console.warn("@tyk-oauth/sdk is not built: that takes its development dependencies.");
}

/** @param {string} name */
function isThere(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
