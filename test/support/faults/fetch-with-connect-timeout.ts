import type { TykFetch } from "@tyk-oauth/sdk";

type AgentClass = new (options: { connect: { timeout: number } }) => object;

/**
 * Creates a fetch with a connect timeout, like Node's of ten seconds. Its dispatcher comes from Node's built-in undici, which
 * is only reachable through the global dispatcher.
 */
export function fetchWithConnectTimeout(timeout: number): TykFetch {
  let agent: object | undefined;
  return async (url, init) => {
    agent ??= new (await agentClass())({ connect: { timeout } });
    return fetch(url, { ...init, dispatcher: agent } as RequestInit);
  };
}

async function agentClass(): Promise<AgentClass> {
  // The first fetch creates the global dispatcher.
  await fetch("data:,");
  const globals = globalThis as unknown as Record<symbol, object | undefined>;
  const [global] = [2, 1]
    .map((version) => globals[Symbol.for(`undici.globalDispatcher.${version}`)])
    .filter((dispatcher) => dispatcher?.constructor.name === "Agent");
  if (global === undefined) throw new Error("this Node's undici has no Agent to be found");
  return global.constructor as AgentClass;
}
