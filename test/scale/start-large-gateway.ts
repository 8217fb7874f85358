import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("large-gateway.ts", import.meta.url));

/** Starts a gateway with this many keys and APIs in a process of its own, until the end of the test. Returns its base URL. */
export async function startLargeGateway(keys: number, apis = 1): Promise<string> {
  const child = fork(program, [String(keys), String(apis)], { execArgv: [] });
  onTestFinished(() => {
    child.kill();
  });
  const [port] = (await once(child, "message")) as [number];
  return `http://127.0.0.1:${port}`;
}

/** Returns how many requests the gateway has received. */
export async function countRequests(baseUrl: string): Promise<number> {
  const { requests } = (await (await fetch(`${baseUrl}/requests`)).json()) as { requests: number };
  return requests;
}
