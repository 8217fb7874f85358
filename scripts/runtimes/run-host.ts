import { serveGateway } from "../../test/support/runtimes/serve-gateway.ts";
import { addPackage, installPackages } from "./install.ts";
import { bundleSuite } from "./bundle.ts";
import { HostUnavailable } from "./host.ts";
import type { Host } from "./host.ts";
import type { Outcome } from "./table.ts";

/** Installs a host, and runs its suites with a gateway of its own. */
export async function runHost(host: Host, tarball: string): Promise<Outcome> {
  try {
    const expectFolder = installPackages("expect");
    const folder = installPackages(host.packages);
    await addPackage(folder, tarball);
    await using served = await serveGateway();
    const { target } = served;
    const source = { folder, expectFolder, target };
    const run = await host.run({
      folder,
      target,
      bundle: (suite, options) => bundleSuite(suite, source, options),
    });
    return { host, run };
  } catch (error) {
    if (error instanceof HostUnavailable) return { host, run: { unavailable: error.message } };
    throw error;
  }
}
