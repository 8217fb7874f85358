import dns from "node:dns";
import type { AfterTest, Target } from "./server.ts";

const { lookup } = dns;

/** Returns an address whose name does not resolve. `received` counts the lookups. */
export function unresolvedName(
  code: "ENOTFOUND" | "EAI_AGAIN",
): (stops: AfterTest) => Promise<Target> {
  return (stops) => {
    let asked = 0;
    const failing = (
      hostname: string,
      _: unknown,
      callback: (error: NodeJS.ErrnoException) => void,
    ): void => {
      asked += 1;
      const error = Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {
        code,
        syscall: "getaddrinfo",
        hostname,
      });
      process.nextTick(callback, error);
    };
    // `net.connect()` uses this function by default.
    dns.lookup = failing as unknown as typeof dns.lookup;
    stops.after(() => {
      dns.lookup = lookup;
    });
    return Promise.resolve({
      url: "https://gateway.invalid",
      received: () => asked,
      sockets: [],
      used: new Set(),
    });
  };
}
