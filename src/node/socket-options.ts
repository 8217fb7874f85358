/** What every socket is made with: small requests go at once, and a peer that is gone is noticed some day. */
export const socketOptions = {
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
} as const;
