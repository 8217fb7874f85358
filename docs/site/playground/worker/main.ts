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
    explainMissingNetwork();
    Object.defineProperty(globalThis, "console", { value: createConsole(report) });
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      report({ type: "error", error: showError(event.reason) });
    });
    addEventListener("error", (event) => {
      event.preventDefault();
      report({ type: "error", error: showError(event.error) });
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
  },
  { once: true },
);
