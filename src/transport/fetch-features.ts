import { currentProcess } from "../util/process.ts";

/** What the runtime's `fetch` accepts. */
interface FetchFeatures {
  /** Whether it accepts the field `cache`. Older Cloudflare Workers throw. */
  readonly cache: boolean;
  /** Creates a controller whose signal it accepts. A test environment such as jsdom replaces the global one. */
  readonly createController: (() => AbortController) | undefined;
}

interface ExaminedFeatures extends FetchFeatures {
  readonly request: unknown;
  readonly controller: unknown;
  readonly process: unknown;
}

let examined: ExaminedFeatures | undefined;

/** Finds out what `fetch` accepts, without a request: `fetch` creates a `Request` first. */
export function fetchFeatures(): FetchFeatures {
  const { Request: request, AbortController: controller } = globalThis;
  const process = currentProcess();
  // Examined again if a global was replaced.
  if (
    examined?.request !== request ||
    examined.controller !== controller ||
    examined.process !== process
  ) {
    const createController = [createGlobalController, createNodeController].find(isAccepted);
    const cache = accepts({ cache: "no-store" });
    examined = { request, controller, process, cache, createController };
  }
  return examined;
}

function isAccepted(create: () => AbortController): boolean {
  try {
    return accepts({ signal: create().signal });
  } catch {
    // The runtime lacks this way to create a controller.
    return false;
  }
}

/** Whether `fetch` accepts the fields. A runtime without `Request` has a `fetch` of its own, which ignores unknown fields. */
function accepts(init: RequestInit): boolean {
  return (
    typeof globalThis.Request !== "function" || !isRefusedByRequest("https://gateway.invalid", init)
  );
}

/** Whether the runtime cannot create a `Request` from these arguments. Its `fetch` then rejects and sends nothing. */
export function isRefusedByRequest(url: string, init: RequestInit): boolean {
  try {
    new Request(url, init);
    return false;
  } catch {
    return true;
  }
}

function createGlobalController(): AbortController {
  return new AbortController();
}

/** Creates a controller of Node itself, even if the global one was replaced. */
function createNodeController(): AbortController {
  const util = currentProcess().getBuiltinModule?.("node:util");
  return (util as { transferableAbortController(): AbortController }).transferableAbortController();
}
