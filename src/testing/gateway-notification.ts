/** A notification that a gateway would send about a new token. */
export interface GatewayNotification {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly auth_code: string;
    readonly new_oauth_token: string;
    readonly refresh_token: string;
    readonly old_refresh_token: string;
    readonly notification_type: "new" | "refresh";
  };
}
