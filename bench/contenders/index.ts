import type { Connect } from "./contender.ts";

/** The name of a contender, as the tables give it. */
export type ContenderName =
  | "fetch"
  | "generated client"
  | "openapi-fetch"
  | "ky"
  | "axios"
  | "axios' stub alone"
  | "createNodeFetch"
  | "undici.request"
  | "tyk.raw"
  | "tyk verbs"
  | "tyk.raw + node"
  | "tyk verbs + node";

/** Each process loads its own alone. */
const contenders: Readonly<Record<ContenderName, () => Promise<{ connect: Connect }>>> = {
  fetch: () => import("./bare-fetch.ts"),
  "generated client": () => import("./generated.ts"),
  "openapi-fetch": () => import("./openapi-fetch.ts"),
  ky: () => import("./ky.ts"),
  axios: () => import("./axios.ts"),
  "axios' stub alone": () => import("./bare-adapter.ts"),
  createNodeFetch: () => import("./bare-node-fetch.ts"),
  "undici.request": () => import("./undici-request.ts"),
  "tyk.raw": () => import("./facade-raw.ts"),
  "tyk verbs": () => import("./facade-verbs.ts"),
  "tyk.raw + node": () => import("./facade-raw-node.ts"),
  "tyk verbs + node": () => import("./facade-verbs-node.ts"),
};

/** Loads a contender. */
export async function load(name: ContenderName): Promise<Connect> {
  return (await contenders[name]()).connect;
}
