/**
 * Thrown by the `fetch` of `createNodeFetch` if it cannot connect because of a function among its options. Nothing was sent. The message
 * contains nothing of the caller's, so it is safe to show.
 */
export class DirectRefusal extends TypeError {}
