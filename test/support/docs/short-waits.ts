import { sessionCacheWaitMs } from "./waits.ts";

// Methods wait until the gateway's session cache has expired. The gateways of most examples hash keys by murmur64, so a removed
// token is refused at once, and the wait would only slow the tests down.
const realSetTimeout = globalThis.setTimeout;
const short = (run: () => void, ms?: number): unknown =>
  realSetTimeout(run, ms === sessionCacheWaitMs ? 0 : ms);
globalThis.setTimeout = Object.assign(short, realSetTimeout) as typeof setTimeout;
