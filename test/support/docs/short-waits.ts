import { sessionCacheWaitMs } from "./waits.ts";

// Verbs wait out the gateway's session cache. The gateways of most examples hash keys by murmur64, so that theirs has nothing
// to let in: the wait would show nothing there but patience.
const realSetTimeout = globalThis.setTimeout;
const short = (run: () => void, ms?: number): unknown =>
  realSetTimeout(run, ms === sessionCacheWaitMs ? 0 : ms);
globalThis.setTimeout = Object.assign(short, realSetTimeout) as typeof setTimeout;
