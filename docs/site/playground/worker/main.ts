// The worker of the sandbox. The page gets its bundled text, and starts it inside a frame without origin and network.
import * as consent from "@tyk-oauth/sdk/consent";
import * as manifest from "@tyk-oauth/sdk/manifest";
import * as testing from "@tyk-oauth/sdk/testing";
import * as sdk from "@tyk-oauth/sdk";
import { transform } from "sucrase";
import type { RunEvent } from "../run/events.ts";
import { readSettings } from "../run/settings.ts";
import { createReporter } from "./reporter.ts";
import { createConsole, runProgram } from "./run-program.ts";
import { showError } from "./show-error.ts";
import { addMissingCrypto } from "./web-crypto.ts";

const modules = {
  "@tyk-oauth/sdk": sdk,
  "@tyk-oauth/sdk/testing": testing,
  "@tyk-oauth/sdk/manifest": manifest,
  "@tyk-oauth/sdk/consent": consent,
};

/** Removes the types, and replaces imports. Lines stay where they are. */
function compile(code: string): string {
  const options = { transforms: ["typescript" as const, "imports" as const] };
  return transform(code, { ...options, disableESTransforms: true, preserveDynamicImport: false })
    .code;
}

/** The frame's policy forbids the network. This says why a call fails. */
function explainMissingNetwork(): void {
  const refuse = (): Promise<never> =>
    Promise.reject(new TypeError("the playground has no network: call gateway.fetch instead"));
  Object.defineProperty(globalThis, "fetch", { value: refuse });
}

addEventListener(
  "message",
  ({ data, ports: [port] }: MessageEvent<{ code: string; settings: unknown }>) => {
    if (port === undefined) return;
    // Bound, because the program can replace methods of prototypes.
    const send = port.postMessage.bind(port) as (event: RunEvent) => void;
    const report = createReporter(send);
    const failReporting = (): void => {
      const message = "The program changed something that reports its errors.";
      send({ type: "error", error: { name: "Error", message, code: "", outcome: "", line: 0 } });
      send({ type: "done" });
    };
    const reportError = (error: unknown): void => {
      try {
        report({ type: "error", error: showError(error) });
      } catch {
        failReporting();
      }
    };
    explainMissingNetwork();
    addMissingCrypto(crypto);
    Object.defineProperty(globalThis, "console", { value: createConsole(report) });
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      reportError(event.reason);
    });
    addEventListener("error", (event) => {
      event.preventDefault();
      reportError(event.error);
    });
    const { code, settings } = data;
    const running = runProgram({
      code,
      settings: readSettings(settings),
      modules,
      compile,
      report,
    });
    port.onmessage = ({ data: ms }: MessageEvent<unknown>) => {
      if (typeof ms === "number") void running.then((latest) => latest?.advance(ms));
    };
    void running.catch(failReporting);
  },
  { once: true },
);
