import { expect, test } from "vitest";
import { InterruptError } from "../../src/cli/errors/interrupt-error.ts";
import { createShop, parseDocument, parseError, runCommand } from "../support/cli/run-command.ts";

test("clients list shows the other APIs if the clients of one cannot be listed, with exit code 3", async () => {
  const gateway = await createShop();
  gateway.evictClient("orders", "shop-web");
  gateway.advance(1_000);
  const result = await runCommand("clients list --json", { gateway });
  expect(result.code).toBe(3);
  const { clients, complete } = parseDocument(result) as { clients: unknown[]; complete: boolean };
  expect([clients.length, complete]).toEqual([1, false]);
  expect(parseError(result)).toMatchObject({ report: { brokenApis: ["orders"] } });
});

test("--deadline also ends a list of all clients, whose iterator has no deadline of its own", async () => {
  const gateway = await createShop();
  gateway.fail({ operation: "listOAuthClients" }, { delayMs: 60_000 }, Number.POSITIVE_INFINITY);
  const { code, stderr } = await runCommand("clients list --deadline 20ms", { gateway });
  expect([code, stderr]).toEqual([1, expect.stringContaining("the deadline passed")]);
});

test("Ctrl-C ends the wait for a secret on stdin", async () => {
  const stop = new AbortController();
  setTimeout(() => {
    stop.abort(new InterruptError());
  }, 5);
  const { code, stderr } = await runCommand("clients list --url https://a.example --secret-stdin", {
    signal: stop.signal,
    keepsStdinOpen: true,
  });
  expect([code, stderr]).toEqual([130, "stopped: interrupted\n"]);
});
