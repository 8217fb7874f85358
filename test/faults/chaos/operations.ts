import type { RequestOptions, TykOAuth, TykRaw } from "@tyk-oauth/sdk";
import { callRaw, client, operationIds, samples } from "../../support/samples/samples.ts";

/** How an operation may be repeated. */
export type Class = "read" | "idempotent" | "idempotent-briefly" | "exclusive" | "once";

/** One call that can be made. */
export interface Variant {
  readonly id: keyof TykRaw;
  readonly repeats: Class;
  readonly call: (tyk: TykOAuth, options: RequestOptions) => Promise<unknown>;
}

const idempotent: readonly (keyof TykRaw)[] = [
  "deleteOAuthClient",
  "deleteKey",
  "invalidateOAuthRefresh",
  "revokeSingleToken",
  "oauthRevoke",
];
const soon: readonly (keyof TykRaw)[] = ["updateOAuthClient", "revokeAllTokens", "oauthRevokeAll"];
const once: readonly (keyof TykRaw)[] = [
  "createOAuthClient",
  "rotateOAuthClient",
  "authorizeClient",
  "oauthToken",
  "updateOAuthClientMetadata",
];

function classOf(id: keyof TykRaw): Class {
  if (idempotent.includes(id)) return "idempotent";
  if (soon.includes(id)) return "idempotent-briefly";
  if (id === "purgeOAuthTokens") return "exclusive";
  return once.includes(id) ? "once" : "read";
}

const { client_id, secret, redirect_uri } = client;

/** Every operation of `tyk.raw`, and a create that names both the id and the secret. */
export const variants: readonly Variant[] = [
  ...operationIds.map((id) => ({
    id,
    repeats: classOf(id),
    call: (tyk: TykOAuth, options: RequestOptions) =>
      callRaw(tyk.raw, id, undefined, options).withResponse(),
  })),
  {
    id: "createOAuthClient",
    repeats: "idempotent",
    call: (tyk, options) =>
      tyk.raw
        .createOAuthClient({ body: { client_id, secret, redirect_uri, api_id: "orders" } }, options)
        .withResponse(),
  },
];

/** What the server answers to a call: what it always does, and in it the call's number. */
export function answerOf(id: keyof TykRaw, call: number): unknown {
  const { answer } = samples[id];
  const tagged = (value: unknown): unknown =>
    typeof value === "string" ? `call ${call}` : { ...(value as object), call };
  return Array.isArray(answer) ? answer.map(tagged) : tagged(answer);
}
