import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { SuiteResult } from "../../../test/support/runtimes/suite-result.ts";
import { runSuites } from "../host.ts";
import type { Host, Suite } from "../host.ts";
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
    const runIn = async (suite: Suite, call: Call): Promise<SuiteResult> => {
      const file = await bundle(suite, { result: "worker", withPackage: true });
      const config = join(folder, `${suite}.capnp`);
      writeFileSync(config, createConfig(basename(file), flags));
      return runWorker(command, config, call);
    };
    const run = await runSuites(version.replace(/^workerd/, "").trim(), (suite) =>
      runIn(suite, runSuite),
    );
    const shared = await runIn("worker", shareClient);
    const total = run.http.total + shared.total;
    return { ...run, http: { total, failures: [...run.http.failures, ...shared.failures] } };
  },
}));

/** Calls a worker that is served at a URL. */
type Call = (url: string) => Promise<SuiteResult>;

/** Sends the one request that runs a suite. */
async function runSuite(url: string): Promise<SuiteResult> {
  const response = await fetch(url);
  const text = await response.text();
  return response.ok ? (JSON.parse(text) as SuiteResult) : noResult(text);
}

/** More than the slots of a client. */
const requests = 40;

/** Sends requests that share a client. The worker's work stops when a request ends, and must not block the later ones. */
async function shareClient(url: string): Promise<SuiteResult> {
  const failures: SuiteResult["failures"][number][] = [];
  const read = async (name: string, times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) {
      const { status } = await fetch(url);
      if (status === 200) continue;
      failures.push({ name, error: `request ${at + 1}: status ${status}` });
      return;
    }
  };
  await read("requests one after the other share a client", requests);
  const stop = new AbortController();
  const silent = Array.from({ length: requests }, async () =>
    fetch(`${url}/silent`, { signal: stop.signal }).catch(() => undefined),
  );
  await read("a request beside silent ones gets its response", 1);
  stop.abort();
  await Promise.all(silent);
  await read("requests after others that were cancelled get their responses", requests);
  return { total: 3, failures };
}

/** Starts a worker, calls it, and ends it. */
async function runWorker(command: string, config: string, call: Call): Promise<SuiteResult> {
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
    return await call(`http://127.0.0.1:${port}`);
  } catch (error) {
    return noResult(`${String(error)}\n${output}`);
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
