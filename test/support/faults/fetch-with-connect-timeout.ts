import type { TykFetch } from "@tyk-oauth/sdk";

type AgentClass = new (options: { connect: { timeout: number } }) => object;

/**
 * A fetch whose connections have a time limit of their own, as Node's has one of ten seconds. Its dispatcher is made from
 * Node's own undici, which is reached by the global one alone.
 */
export function fetchWithConnectTimeout(timeout: number): TykFetch {
  let agent: object | undefined;
  return async (url, init) => {
    agent ??= new (await agentClass())({ connect: { timeout } });
    return fetch(url, { ...init, dispatcher: agent } as RequestInit);
  };
}

async function agentClass(): Promise<AgentClass> {
  // The global one is made at the first fetch.
  await fetch("data:,");
  const globals = globalThis as unknown as Record<symbol, object | undefined>;
  const [global] = [2, 1]
    .map((version) => globals[Symbol.for(`undici.globalDispatcher.${version}`)])
    .filter((dispatcher) => dispatcher?.constructor.name === "Agent");
  if (global === undefined) throw new Error("this Node's undici has no Agent to be found");
  return global.constructor as AgentClass;
}
