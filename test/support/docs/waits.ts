/** How long verbs wait for the gateway's session cache unless they are told otherwise. */
export const sessionCacheWaitMs = 11_000;
