import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../support/root.ts";
import type { HttpTarget } from "../../test/support/runtimes/http-target.ts";

/** A gateway in a process of its own, so that work of this process delays no response. */
export interface GatewayProcess extends AsyncDisposable {
  readonly target: Omit<HttpTarget, "isBrowser">;
}

/** Starts a gateway on a free port of 127.0.0.1. */
export async function startGateway(): Promise<GatewayProcess> {
  const program = join(root, "scripts/runtimes/programs/serve-gateway.ts");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const first = once(createInterface({ input: child.stdout }), "line");
  const line = await Promise.race([first, ended.then(() => undefined)]);
  if (line === undefined) throw new Error("the gateway did not start");
  return {
    target: JSON.parse(String(line[0])) as GatewayProcess["target"],
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
