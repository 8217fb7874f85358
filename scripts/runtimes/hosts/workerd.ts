import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { SuiteResult } from "../../../test/support/runtimes/suite-result.ts";
import { runSuites } from "../host.ts";
import type { Host } from "../host.ts";
import { runChecked } from "../program.ts";
import { noResult } from "../results.ts";

const compatibilityDate = "2026-11-01";

const variants = [
  { id: "workerd", title: "workerd with `nodejs_compat`", flags: ["nodejs_compat"] },
  { id: "workerd-plain", title: "workerd without `nodejs_compat`", flags: ["no_nodejs_compat"] },
];

/** Cloudflare's runtime of Workers. The suites are bundled into one module, as wrangler does. */
export const workerdHosts: readonly Host[] = variants.map(({ id, title, flags }) => ({
  id,
  title,
  isQuick: false,
  packages: "workerd",
  run: async ({ folder, packagesFolder, bundle }) => {
    const command = join(packagesFolder, "node_modules/workerd/bin/workerd");
    const version = await runChecked(command, ["--version"]);
    return runSuites(version.replace(/^workerd/, "").trim(), async (suite) => {
      const file = await bundle(suite, { result: "worker", withPackage: true });
      const config = join(folder, `${suite}.capnp`);
      writeFileSync(config, createConfig(basename(file), flags));
      return runWorker(command, config);
    });
  },
}));

/** Starts a worker, sends it the one request that runs the suite, and ends it. */
async function runWorker(command: string, config: string): Promise<SuiteResult> {
  const child = spawn(command, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "close");
  try {
    const events = createInterface({ input: child.stdio[3] as Readable });
    const line = await Promise.race([once(events, "line"), ended.then(() => undefined)]);
    if (line === undefined) return noResult(output);
    const { port } = JSON.parse(String(line[0])) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}`);
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as SuiteResult) : noResult(`${text}\n${output}`);
  } finally {
    child.kill();
    await ended;
  }
}

function createConfig(file: string, flags: readonly string[]): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "suite", worker = .suite),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
const suite :Workerd.Worker = (
  modules = [(name = "suite.js", esModule = embed "${file}")],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}],
);
`;
}
