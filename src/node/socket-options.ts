/** Options of every socket: send small requests at once, and detect a peer that is gone. */
export const socketOptions = {
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
} as const;
