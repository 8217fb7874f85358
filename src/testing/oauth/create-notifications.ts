import type { UrlValues } from "../go/url-values.ts";
import type { GatewayNotification } from "../records.ts";
import type { Api } from "../settings/apis.ts";
import type { TokenResponse } from "./issue-token.ts";

/** Creates the notification of a new token, or nothing if the API has no URL for notifications. */
export function createNotifications(
  api: Api,
  form: UrlValues,
  response: TokenResponse,
): GatewayNotification[] {
  if (api.notificationUrl === "") return [];
  const oldRefreshToken = form.get("refresh_token");
  const notification: GatewayNotification = {
    method: "POST",
    url: api.notificationUrl,
    headers: {
      "content-type": "application/json",
      "user-agent": "Tyk-Gatewy-Notifications",
      "x-tyk-shared-secret": api.sharedSecret,
    },
    body: {
      auth_code: form.get("code"),
      new_oauth_token: response.access_token,
      refresh_token: String(response["refresh_token"] ?? ""),
      old_refresh_token: oldRefreshToken,
      notification_type: oldRefreshToken === "" ? "new" : "refresh",
    },
  };
  return [notification];
}
