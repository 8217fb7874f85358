import { TykConfigError } from "../errors/before-request.ts";
import { fetchAcceptsEveryPort } from "./runtime-kind.ts";

/** The ports that `fetch` refuses (https://fetch.spec.whatwg.org/#port-blocking). */
const blockedPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

/** Returns the port of a URL if `fetch` refuses it. */
export function blockedPortOf(url: string): number | undefined {
  const { port } = new URL(url);
  return port !== "" && blockedPorts.has(Number(port)) ? Number(port) : undefined;
}

/** Says which port `fetch` refuses, and how to use it anyway. */
export function describeBlockedPort(port: number): string {
  return `has port ${port}, which fetch refuses: use another port, or the option fetch with createNodeFetch of @tyk-oauth/sdk/node`;
}

/** Refuses a base URL whose port the runtime's own `fetch` refuses. A custom `fetch` may accept the port. */
export function checkPort(
  baseUrl: string,
  option: string,
  isBuiltInFetch: boolean,
  operation?: string,
): string {
  const port = isBuiltInFetch && !fetchAcceptsEveryPort() ? blockedPortOf(baseUrl) : undefined;
  if (port !== undefined)
    throw new TykConfigError(`${option} ${describeBlockedPort(port)}`, { operation });
  return baseUrl;
}
