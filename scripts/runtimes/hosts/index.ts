import type { Host } from "../host.ts";
import { bundlerHosts } from "./bundlers.ts";
import { chromiumHost } from "./chromium.ts";
import { commandLineHosts } from "./command-line.ts";
import { edgeVmHost } from "./edge-vm.ts";
import { nextHost } from "./next.ts";
import { testRunnerHosts } from "./test-runners.ts";
import { workerdHosts } from "./workerd.ts";

/** Every host, in the order of the table. */
export const hosts: readonly Host[] = [
  ...commandLineHosts,
  ...workerdHosts,
  edgeVmHost,
  chromiumHost,
  ...testRunnerHosts,
  nextHost,
  ...bundlerHosts,
];
