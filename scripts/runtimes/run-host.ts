import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bundleSuite } from "./bundle.ts";
import { startGateway } from "./gateway-process.ts";
import { HostUnavailable } from "./host.ts";
import type { Host } from "./host.ts";
import type { Installation } from "./install.ts";
import { noResult } from "./results.ts";
import type { Outcome } from "./table.ts";

/** Runs the suites of a host with a gateway of its own. */
export async function runHost(host: Host, { folderOf }: Installation): Promise<Outcome> {
  try {
    const packagesFolder = folderOf(host.packages);
    const folder = join(packagesFolder, "hosts", host.id);
    mkdirSync(folder, { recursive: true });
    await using gateway = await startGateway();
    const { target } = gateway;
    const source = { folder, expectFolder: folderOf("expect"), target };
    const run = await host.run({
      folder,
      packagesFolder,
      target,
      bundle: (suite, options = {}) => bundleSuite(suite, source, options),
    });
    return { host, run };
  } catch (error) {
    if (error instanceof HostUnavailable) return { host, run: { unavailable: error.message } };
    // A host that does not start has failed. The others still run.
    return { host, run: { version: "–", conformance: undefined, http: noResult(String(error)) } };
  }
}
