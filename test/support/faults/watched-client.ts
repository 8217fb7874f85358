import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykOAuthOptions } from "@tyk-oauth/sdk";
import { markers } from "../secrets/markers.ts";
import { recordOutput } from "../secrets/record-output.ts";

/** A client with the gateway's secret, and everything that it passes to its logger and its hooks. */
export interface WatchedClient {
  readonly tyk: TykOAuth;
  readonly told: readonly unknown[];
  /** The number of attempts that its hook got. It is the count where no server can count. */
  readonly sent: () => number;
}

export function watchedClient(
  options: Partial<TykOAuthOptions> & Pick<TykOAuthOptions, "baseUrl">,
): WatchedClient {
  const { output, logger, hooks, attempts } = recordOutput();
  const tyk = new TykOAuth({ secret: markers.admin, logger, hooks, ...options });
  return { tyk, told: output, sent: attempts };
}
