import type { FaultHandle, FaultMatch, GatewayFault, StorageOutage } from "./faults.ts";
import type { RecordedRequest } from "./records.ts";

interface InstalledFault {
  readonly match: FaultMatch;
  readonly fault: GatewayFault;
  remaining: number;
  hits: number;
}

/** The installed faults. If several match a request, the one that was installed first applies. */
export class FaultList {
  #entries: InstalledFault[] = [];

  add(match: FaultMatch, fault: GatewayFault, times: number): FaultHandle {
    const entry: InstalledFault = { match, fault, remaining: times, hits: 0 };
    this.#entries.push(entry);
    return {
      remove: () => {
        entry.remaining = 0;
      },
      get hits() {
        return entry.hits;
      },
    };
  }

  takeMatching(request: RecordedRequest): GatewayFault | undefined {
    this.#entries = this.#entries.filter((entry) => entry.remaining > 0);
    const entry = this.#entries.find(({ match }) => isMatchingRequest(match, request));
    if (entry === undefined) return undefined;
    entry.remaining--;
    entry.hits++;
    return entry.fault;
  }

  clear(): void {
    this.#entries = [];
  }
}

export function isStorageOutage(fault: GatewayFault | undefined): fault is StorageOutage {
  return typeof fault === "object" && "storage" in fault;
}

function isMatchingRequest(match: FaultMatch, request: RecordedRequest): boolean {
  if (typeof match === "function") return match(request);
  if (match.operation !== undefined && match.operation !== request.operation) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  const { path } = match;
  if (path === undefined) return true;
  if (typeof path === "string") return path === request.path;
  return typeof path === "function" ? path(request.path) : request.path.search(path) >= 0;
}
