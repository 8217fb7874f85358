import type {
  CreateArgs,
  CreatedClient,
  NewClientOfApi,
  TykOAuth,
  TykPromise,
} from "../../../src/index.ts";

/** Calls `clients.create` with a body that may name neither an API nor a policy: the types refuse it. */
export function createAnything(
  { clients }: TykOAuth,
  body: object,
  args?: CreateArgs,
): TykPromise<CreatedClient> {
  return clients.create(body as NewClientOfApi, args);
}
