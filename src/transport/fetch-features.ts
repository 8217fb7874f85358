import { currentProcess } from "../util/process.ts";

/** What the runtime's `fetch` accepts. */
interface FetchFeatures {
  /** Whether it accepts the field `cache`. Older Cloudflare Workers throw. */
  readonly cache: boolean;
  /** Creates a controller whose signal it accepts. A test environment such as jsdom replaces the global one. */
  readonly createController: (() => AbortController) | undefined;
}

let examined: (FetchFeatures & { readonly globals: readonly unknown[] }) | undefined;

/** Finds out what `fetch` accepts, without a request: `fetch` creates a `Request` first. */
export function fetchFeatures(): FetchFeatures {
  const globals = [globalThis.Request, globalThis.AbortController, currentProcess()];
  // Examined again if a global was replaced.
  if (examined?.globals.every((value, index) => value === globals[index]) !== true) {
    const createController = [createGlobalController, createNodeController].find(isAccepted);
    examined = { globals, cache: accepts({ cache: "no-store" }), createController };
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
