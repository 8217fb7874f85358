import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { setup } from "./setup.ts";

/** The gateway that the demo runs on. */
export interface DemoGateway {
  /** A description for people. */
  readonly about: string;
  /** The address of the control API. */
  readonly url: string;
  /** The address of the APIs. */
  readonly apiUrl: string;
  /** The SDK, connected to this gateway. */
  readonly tyk: TykOAuth;
  /** Whether methods wait for the session cache. They do on the embedded gateway, which advances its clock instead of waiting. */
  readonly wait: boolean;
  /** Lets time pass, by a real wait or by advancing the gateway's clock. Returns a text that says which. */
  passTime(ms: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * Connects to the gateway in `TYK_TEST_GATEWAY_URL` with `TYK_TEST_GATEWAY_SECRET`. Set `TYK_TEST_GATEWAY_API_URL` if the APIs have
 * another address. Without `TYK_TEST_GATEWAY_URL`, starts an embedded gateway over real HTTP. Never reads the variables of production
 * (`TYK_GATEWAY_...`).
 */
export async function openGateway(): Promise<DemoGateway> {
  const url = readVariable("TYK_TEST_GATEWAY_URL");
  if (url === undefined) return startEmbedded();
  const secret = readVariable("TYK_TEST_GATEWAY_SECRET");
  if (secret === undefined)
    throw new Error("TYK_TEST_GATEWAY_SECRET is not set: set it to the gateway's secret");
  const apiUrl = readVariable("TYK_TEST_GATEWAY_API_URL") ?? url;
  return {
    about: "a running gateway",
    url,
    apiUrl,
    tyk: new TykOAuth({ baseUrl: url, apiBaseUrl: apiUrl, secret }),
    wait: false,
    passTime: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return `after a wait of ${ms / 1000} s`;
    },
    close: () => Promise.resolve(),
  };
}

async function startEmbedded(): Promise<DemoGateway> {
  // Like a packaged gateway, it hashes keys with the default function, so the demo shows the effect of the session cache. Unlike a
  // packaged gateway, it lists the hashes, so the demo shows a proof.
  const options = { secret: crypto.randomUUID(), listHashedKeys: true };
  const gateway = createGateway({ ...setup, ...options });
  const server = await gateway.listen({ port: 0 });
  const { url } = server;
  return {
    about: "the embedded gateway",
    url,
    apiUrl: url,
    tyk: gateway.client({ baseUrl: url, apiBaseUrl: url, fetch: globalThis.fetch }),
    wait: true,
    passTime: (ms) => {
      gateway.advance(ms);
      return Promise.resolve(`after the gateway's clock advanced by ${ms / 1000} s`);
    },
    close: () => server.close(),
  };
}

/** Reads an environment variable. An empty one counts as not set. */
function readVariable(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
