import { Child } from "../support/child.ts";
import type { GatewayRequest, GatewayStats } from "./messages.ts";

/** The server's process, as the runner sees it. */
export interface BenchGateway extends AsyncDisposable {
  readonly url: string;
  stats(): Promise<GatewayStats>;
  /** Counts from here on; sockets that are open stay counted. */
  reset(): Promise<GatewayStats>;
}

/** Starts the server. */
export async function startGateway(): Promise<BenchGateway> {
  const child = new Child<GatewayStats>("gateway/process.ts");
  const ask = (request: GatewayRequest): Promise<GatewayStats> => child.ask(request);
  const { port } = await ask("stats");
  return {
    url: `http://127.0.0.1:${port}`,
    stats: () => ask("stats"),
    reset: () => ask("reset"),
    [Symbol.asyncDispose]: () => child.end(),
  };
}
