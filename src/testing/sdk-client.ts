import { TykOAuth } from "../client.ts";
import { definedOptions } from "../config/overrides.ts";
import { requireWebApis } from "../util/web-api.ts";
import type { Runtime } from "../util/runtime.ts";
import type { TykOAuthOverrides } from "../types/options.ts";

/** The part of the embedded gateway that a client needs. */
interface ClientTarget {
  readonly url: string;
  readonly controlUrl: string;
  readonly secret: string;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

/** Creates a client whose waits move the gateway's clock and take no time. */
export function createSdkClient(gateway: ClientTarget, options: TykOAuthOverrides): TykOAuth {
  // Some test environments lack them.
  requireWebApis(["Request", "Response"]);
  const runtime: Runtime = {
    now: gateway.now,
    random: () => Math.random(),
    sleep: (ms, signal) => {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      gateway.advance(ms);
      return Promise.resolve();
    },
  };
  const { controlUrl: baseUrl, url: apiBaseUrl, secret, fetch } = gateway;
  const clientOptions = { baseUrl, apiBaseUrl, secret, fetch, ...definedOptions(options) };
  return new TykOAuth(clientOptions, { runtime });
}
