import { deepEqual, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { answer, bytes, document, endless, html, okHead, page } from "../support/faults/answers.ts";
import { blackHole } from "../support/faults/black-hole.ts";
import type { FaultSetup } from "../support/faults/fail-call.ts";
import { closedPort, serve, serveTls } from "../support/faults/server.ts";

/** How soon a program that has nothing more to do must end. */
const endsWithinMs = 500;

const hold =
  (text: string): FaultSetup["start"] =>
  (t) =>
    serve(t, bytes(text, "hold"));
const cut = `${okHead}content-length: ${document.length}\r\n\r\n${document.slice(0, 20)}`;
const short = { timeoutMs: 150, maxRetries: 0 };
const flood = "x".repeat(65_536);

const rows: readonly (readonly [
  code: string,
  name: string,
  start: FaultSetup["start"],
  options?: FaultSetup["options"],
])[] = [
  ["connection", "a refused connection", closedPort],
  ["connection", "a reset", (t) => serve(t, bytes("", "reset"))],
  ["tls", "a certificate that nobody signed", (t) => serveTls(t, "stranger", answer(200, {}, ""))],
  ["timeout", "no answer in time", hold(""), short],
  ["timeout", "no end of the body in time", hold(cut), short],
  ["truncated", "a body that was cut off", (t) => serve(t, bytes(cut, "reset"))],
  ["server", "503", (t) => serve(t, answer(503, html, page))],
  [
    "rate-limit",
    "429 that asks for an hour",
    (t) => serve(t, answer(429, { "retry-after": "3600" }, "")),
  ],
  ["redirect", "a redirect", (t) => serve(t, answer(302, { location: "/a" }, page))],
  [
    "too-large",
    "an answer without an end",
    (t) => serve(t, endless(`${okHead}\r\n`, flood, 1)),
    { maxResponseBytes: 9_999 },
  ],
  ["protocol", "garbage, and a connection that stays", hold("SSH-2.0-OpenSSH_9.9\r\n\r\n")],
];

/** A program that makes one call, which fails, and has nothing more to do. */
async function runs(
  t: TestContext,
  url: string,
  options: FaultSetup["options"] = {},
  onSaid: () => unknown = () => undefined,
): Promise<{ printed: string; exitCode: unknown; tookMs: number }> {
  const program = fileURLToPath(new URL("failing-call.js", import.meta.url));
  const child = spawn(process.execPath, [program, url, JSON.stringify(options)]);
  t.after(() => child.kill());
  let printed = "";
  let saidAt = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      saidAt = performance.now();
      onSaid();
    });
  const exitCode = await new Promise((resolve) => child.once("close", resolve));
  return { printed, exitCode, tookMs: performance.now() - saidAt };
}

for (const [code, name, start, options] of rows) {
  test(`a program ends within 500 ms of its failure: ${name} → ${code}`, async (t) => {
    const { url } = await start(t);
    const { printed, exitCode, tookMs } = await runs(t, url, options);
    deepEqual([printed, exitCode], [`${code}\n`, 0]);
    ok(tookMs <= endsWithinMs, `ended after ${Math.round(tookMs)} ms`);
  });
}

test("a program ends when the runtime abandons its connection: no connection in time → timeout", async (t) => {
  const stops: (() => unknown)[] = [];
  const { url } = await blackHole({ after: (stop) => stops.push(stop) });
  // As soon as the failure is told, the address begins to refuse; the kernel asks it again after one second.
  const { printed, exitCode, tookMs } = await runs(t, url, short, () =>
    Promise.all(stops.splice(0).map((stop) => stop())),
  );
  deepEqual([printed, exitCode], ["timeout\n", 0]);
  ok(tookMs <= 3_000 + endsWithinMs, `ended after ${Math.round(tookMs)} ms`);
});
