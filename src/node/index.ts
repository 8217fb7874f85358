/**
 * A `fetch` over Node's own HTTP. It adds what the built-in `fetch` lacks: mutual TLS, a private certificate
 * authority, a proxy, and unix sockets.
 *
 * @packageDocumentation
 */
export { createNodeFetch } from "./create-node-fetch.ts";
export type { NodeFetch } from "./create-node-fetch.ts";
export type { NodeFetchOptions, Pem, PerConnection } from "./options.ts";
