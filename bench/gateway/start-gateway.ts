import { Child } from "../support/child.ts";
import type { GatewayCommand, GatewayStats } from "./messages.ts";

/** The server's process. */
export interface BenchGateway extends AsyncDisposable {
  readonly url: string;
  stats(): Promise<GatewayStats>;
  /** Sets the counters to zero. Sockets that are open stay counted. */
  reset(): Promise<GatewayStats>;
}

/** Starts the server. */
export async function startGateway(): Promise<BenchGateway> {
  const child = new Child<GatewayStats>("gateway/server.ts");
  const send = (command: GatewayCommand): Promise<GatewayStats> => child.request(command);
  const { port } = await send("stats");
  return {
    url: `http://127.0.0.1:${port}`,
    stats: () => send("stats"),
    reset: () => send("reset"),
    [Symbol.asyncDispose]: () => child.end(),
  };
}
