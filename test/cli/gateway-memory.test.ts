import type * as Testing from "@tyk-oauth/sdk/testing";
import { expect, test, vi } from "vitest";
import { runCommand } from "../support/cli/run-command.ts";

const created = vi.hoisted((): Testing.Gateway[] => []);

vi.mock("@tyk-oauth/sdk/testing", async (importOriginal) => {
  const original = await importOriginal<typeof Testing>();
  const createGateway: typeof original.createGateway = (options) => {
    const gateway = original.createGateway(options);
    created.push(gateway);
    return gateway;
  };
  return { ...original, createGateway };
});

test("gateway keeps no requests: it can serve for as long as it is needed", async () => {
  const stop = new AbortController();
  const { code, stderr } = await runCommand("gateway --port 0", {
    signal: stop.signal,
    onOutput: (stdout) => {
      const url = /^url\t(.*)$/m.exec(stdout)?.[1];
      // The result is complete when it has the version.
      if (url === undefined || !stdout.includes("version") || stop.signal.aborted) return;
      void callOften(url).finally(() => {
        stop.abort();
      });
    },
  });
  const logged = stderr.split("\n").filter((line) => line.includes("GET /hello"));
  expect([code, logged.length, created.map(({ requests }) => requests)]).toEqual([0, 20, [[]]]);
});

async function callOften(url: string): Promise<void> {
  for (let call = 0; call < 20; call += 1) await (await fetch(`${url}/hello`)).text();
}
