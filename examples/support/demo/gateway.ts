import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { setup } from "./setup.ts";

/** The gateway that the demo runs on. */
export interface DemoGateway {
  /** What it is, for people. */
  readonly about: string;
  /** Where its control API is. */
  readonly url: string;
  /** Where it serves its APIs. */
  readonly apiUrl: string;
  /** The SDK, wired to it. */
  readonly tyk: TykOAuth;
  /** Whether verbs wait out the session cache: where that takes no time, since it is the gateway's clock that is moved. */
  readonly wait: boolean;
  /** Lets time pass on it, by a real wait or by moving its clock, and says how it passed. */
  pass(ms: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * The gateway that `TYK_TEST_GATEWAY_URL` names, with `TYK_TEST_GATEWAY_SECRET` and, where the APIs are served elsewhere,
 * `TYK_TEST_GATEWAY_API_URL`; without it an embedded one, over real HTTP. The variables of production (`TYK_GATEWAY_...`)
 * are never read.
 */
export async function openGateway(): Promise<DemoGateway> {
  const url = variable("TYK_TEST_GATEWAY_URL");
  if (url === undefined) return embedded();
  const secret = variable("TYK_TEST_GATEWAY_SECRET");
  if (secret === undefined) throw new Error("TYK_TEST_GATEWAY_SECRET is not set");
  const apiUrl = variable("TYK_TEST_GATEWAY_API_URL") ?? url;
  return {
    about: "a running gateway",
    url,
    apiUrl,
    tyk: new TykOAuth({ baseUrl: url, apiBaseUrl: apiUrl, secret }),
    wait: false,
    pass: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return `after a wait of ${ms / 1000} s`;
    },
    close: () => Promise.resolve(),
  };
}

async function embedded(): Promise<DemoGateway> {
  // Keys are hashed by the default function, as in a packaged gateway, so that the session cache is seen at work. They are
  // listed, as in a packaged gateway they are not, so that there is a proof to be seen.
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
    pass: (ms) => {
      gateway.advance(ms);
      return Promise.resolve(`after its clock was moved on by ${ms / 1000} s`);
    },
    close: () => server.close(),
  };
}

/** An environment variable; an empty one is one that was not set. */
function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
