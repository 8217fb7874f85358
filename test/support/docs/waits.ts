/** How long methods wait for the gateway's session cache by default. */
export const sessionCacheWaitMs = 11_000;
