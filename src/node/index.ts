/**
 * A `fetch` over Node's own HTTP, for what the built-in one cannot do by itself: mutual TLS, a certificate authority of one's
 * own, a proxy, a unix socket.
 *
 * @packageDocumentation
 */
export { createNodeFetch } from "./create-node-fetch.ts";
export type { NodeFetch } from "./create-node-fetch.ts";
export type { NodeFetchOptions, Pem } from "./options.ts";
