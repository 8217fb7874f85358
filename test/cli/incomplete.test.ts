import { afterEach, describe, expect, test, vi } from "vitest";
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

test("--deadline is that of the whole command: of the program that prints the secret too", async () => {
  const sleep = `${process.execPath} -e "setTimeout(String, 100000)"`;
  const words = ["clients", "list", "--url", "https://a.example", "--deadline", "50ms"];
  const program = await runCommand([...words, "--secret-command", sleep]);
  expect([program.code, program.stderr]).toEqual([
    1,
    expect.stringContaining("the deadline passed"),
  ]);
  const stdin = await runCommand([...words, "--secret-stdin"], { keepsStdinOpen: true });
  expect([stdin.code, stdin.stderr]).toEqual([1, expect.stringContaining("raise --deadline")]);
});

describe("--deadline", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Runs a command whose deadline passes while the operation is in flight. */
  async function passDuring(operation: string, line: string): ReturnType<typeof runCommand> {
    const gateway = await createShop();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const pass = (request: { readonly operation?: string | undefined }): boolean => {
      if (request.operation !== operation) return false;
      vi.advanceTimersByTime(5_000);
      return true;
    };
    gateway.fail(pass, { delayMs: 1_000 }, Number.POSITIVE_INFINITY);
    return runCommand(`${line} --deadline 5s`, { gateway });
  }

  test("ends apply with a report", async () => {
    const result = await passDuring("updateOAuthClient", "apply test/support/cli/shop.yaml --yes");
    expect([result.code, result.stdout]).toEqual([3, expect.stringContaining("shop-web\tupdate")]);
    expect(result.stderr).toContain("Stopped: the deadline passed.");
  });

  test("ends a plan, whatever method it is in", async () => {
    const result = await passDuring("listOAuthClients", "plan test/support/cli/shop.yaml --json");
    expect([result.code, parseError(result)]).toEqual([
      1,
      expect.objectContaining({ code: "timeout", message: "the deadline passed" }),
    ]);
  });
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
