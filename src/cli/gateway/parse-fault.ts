import type { FaultMatch, Gateway, GatewayFault } from "@tyk-oauth/sdk/testing";
import { UsageError } from "../errors/command-error.ts";

/**
 * Installs a fault that `--fail` describes: `OPERATION:FAULT`, or `OPERATION:FAULT:TIMES`. `*` stands for every operation and for
 * all requests.
 */
export function installFault(gateway: Gateway, text: string): void {
  const [operation = "", fault = "", times = "1", ...rest] = text.split(":");
  if (operation === "" || fault === "" || rest.length > 0)
    throw new UsageError(
      `--fail ${text}: write OPERATION:FAULT or OPERATION:FAULT:TIMES`,
      "for example createOAuthClient:drop, *:503:2 or getOAuthClient:delay=500:*",
    );
  const count = times === "*" ? Number.POSITIVE_INFINITY : Number(times);
  // `fail` itself checks the name of the operation.
  const match = (operation === "*" ? {} : { operation }) as FaultMatch;
  try {
    gateway.fail(match, parseFault(fault), count);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`--fail ${text}: ${error.message.replace(/^fail: /, "")}`);
  }
}

function parseFault(fault: string): GatewayFault {
  if (/^\d{3}$/.test(fault)) return { status: Number(fault) };
  const delay = /^delay=(\d+)$/.exec(fault)?.[1];
  if (delay !== undefined) return { delayMs: Number(delay) };
  if (fault === "storage-down") return { storage: "down" };
  // `fail` itself checks the name.
  return fault as GatewayFault;
}
