import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, globSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { TykOAuth } from "@tyk-oauth/sdk";
import { root } from "../../support/root.ts";
import type { SuiteResult, TestFailure } from "../../../test/support/runtimes/suite-result.ts";
import type { Host } from "../host.ts";
import { runChecked } from "../program.ts";
import { versionOf } from "../versions.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
/** No code contains it. */
const clientSecret = `secret-of-${randomUUID()}`;

/** An app of Next.js 14, which caches every `fetch` unless it is told otherwise. */
export const nextHost: Host = {
  id: "next",
  title: "Next.js, app router",
  packages: "next",
  isQuick: false,
  run: async ({ folder, packagesFolder, target, bundle }) => {
    rmSync(folder, { recursive: true });
    cpSync(join(root, "scripts/runtimes/next-app"), folder, { recursive: true });
    await bundle("http", { result: "function" });
    const tyk = new TykOAuth({ baseUrl: target.url, secret: target.secret });
    await tyk.clients.create({
      client_id: ref.clientId,
      api_id: ref.apiId,
      policy_id: "gold",
      redirect_uri: "https://shop.example/cb",
      secret: clientSecret,
      description: "first text",
    });
    const next = join(packagesFolder, "node_modules/next/dist/bin/next");
    const env = {
      TYK_GATEWAY_URL: target.url,
      TYK_GATEWAY_SECRET: target.secret,
      NEXT_TELEMETRY_DISABLED: "1",
    };
    await runChecked(process.execPath, [next, "build"], { cwd: folder, env });
    const server = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", "0"], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(server, "close");
    try {
      const url = await readAddress(server);
      const suite = (await (await fetch(`${url}/suite`)).json()) as SuiteResult;
      const page = await checkPage(url, folder, tyk, [clientSecret, target.secret]);
      const http = {
        total: suite.total + page.total,
        failures: [...suite.failures, ...page.failures],
      };
      return { version: versionOf("next", "next"), conformance: undefined, http };
    } finally {
      server.kill();
      await ended;
    }
  },
};

async function readAddress(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) {
      // Its further output must not fill the pipe.
      server.stdout.resume();
      return url;
    }
  }
  throw new Error("next start ended");
}

/** Checks that a page shows the gateway's current data, and that Next.js stored no secret. */
async function checkPage(
  url: string,
  folder: string,
  tyk: TykOAuth,
  secrets: readonly string[],
): Promise<SuiteResult> {
  const failures: TestFailure[] = [];
  const check = async (name: string, findProblem: () => Promise<string | undefined>) => {
    const error = await findProblem();
    if (error !== undefined) failures.push({ name, error });
  };
  const expectText = async (text: string): Promise<string | undefined> => {
    const page = await (await fetch(url)).text();
    return page.includes(text) ? undefined : `the page does not contain "${text}": ${page}`;
  };
  await check("a server component shows a client", () => expectText("first text"));
  await tyk.clients.update(ref, { description: "second text" });
  await check("it shows the client as it is now, after a change", () => expectText("second text"));
  await check("no file in .next contains a secret", () =>
    Promise.resolve(findLeak(folder, secrets)),
  );
  return { total: 3, failures };
}

function findLeak(folder: string, secrets: readonly string[]): string | undefined {
  const files = globSync(".next/**", { cwd: folder }).map((name) => join(folder, name));
  const leaks = files.filter((file) => {
    // The cases on real HTTP are bundled with the address and the secret of their gateway.
    if (!statSync(file).isFile() || /\/app\/suite\/|\/cache\/webpack\//.test(file)) return false;
    const content = readFileSync(file, "latin1");
    // The cache of fetch has bodies of responses as base64.
    const decoded = content.replaceAll(/[A-Za-z0-9+/]{16,}={0,2}/g, (text) =>
      atob(text.slice(0, text.length & ~3)),
    );
    return secrets.some((secret) => content.includes(secret) || decoded.includes(secret));
  });
  return leaks.length === 0 ? undefined : `a secret is in ${leaks.join(", ")}`;
}
