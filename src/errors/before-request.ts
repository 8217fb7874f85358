import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/**
 * Thrown if an option of the client is wrong: a base URL that is not a URL, plain `http` to a host that is not loopback, a
 * secret that is empty or not valid in a header, a browser.
 *
 * The constructor and {@link TykOAuth.fromEnv} throw it. A call throws it if one of your functions fails (`secret`,
 * `apiBaseUrl`, `stage`), or if `readOnly` (for `tyk.raw` also `dryRun`) forbids it. The failed attempt sent nothing.
 *
 * A call also throws it if `fetch` refuses the request, if the runtime lacks a web API, or if your `fetch` returns something
 * that is not a response. Only in the last case was the request sent: `outcome` says what is known of its effect.
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
 * Thrown if an argument of the call is wrong: an id that is empty or has a slash, a missing redirect URI, key rules that
 * would grant too much. `field` names the argument. Nothing was changed.
 *
 * @example
 * ```ts
 * await tyk.clients.get({ apiId: "orders", clientId: ".." }); // TykInputError, field "clientId"
 * ```
 */
export class TykInputError extends TykError {
  override readonly name = "TykInputError";
  override readonly code = "input";
  /** The wrong argument, such as `"clientId"` or `"body.redirect_uri"`. */
  readonly field: string;

  constructor(message: string, details: TykErrorDetails & { readonly field: string }) {
    super(message, details);
    this.field = details.field;
  }
}
