import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/**
 * The client's own options are wrong: a base URL that is none, plain `http` to a host that is not loopback, a secret that
 * is empty or cannot be a header, a browser. Thrown by the constructor, by {@link TykOAuth.fromEnv}, and by a call whose
 * `secret` or `apiBaseUrl` function fails: nothing was sent by that attempt.
 *
 * @example
 * ```ts
 * try {
 *   new TykOAuth({ baseUrl: "http://gateway.example:8080", secret });
 * } catch (error) {
 *   // TykConfigError: baseUrl is plain http …, set allowInsecureHttp to send the secret unencrypted
 * }
 * ```
 */
export class TykConfigError extends TykError {
  override readonly name = "TykConfigError";
  override readonly code = "config";
}

/**
 * An argument of the call is wrong: an id that is empty or holds a slash, a missing redirect URI, rules that would hand
 * out too much. Nothing was sent.
 *
 * @example
 * ```ts
 * await tyk.clients.get({ apiId: "orders", clientId: ".." }); // TykInputError, field "clientId"
 * ```
 */
export class TykInputError extends TykError {
  override readonly name = "TykInputError";
  override readonly code = "input";
  /** The argument that is wrong, such as `"clientId"` or `"body.redirect_uri"`. */
  readonly field: string;

  constructor(message: string, details: TykErrorDetails & { readonly field: string }) {
    super(message, details);
    this.field = details.field;
  }
}
