import first from "../../recordings/data/setup.json" with { type: "json" };
import second from "../../recordings/data/setup-second.json" with { type: "json" };

/** The setup of the recorded gateways. */
export interface RecordedSetup {
  readonly secret: string;
  readonly oauth_redirect_uri_separator: string;
  readonly oauth_refresh_token_expire: number;
  readonly apis: readonly {
    readonly api_id: string;
    readonly org_id: string;
    readonly listen_path: string;
    readonly use_oauth2: boolean;
    readonly use_keyless: boolean;
    readonly use_standard_auth: boolean;
  }[];
  readonly policies: Readonly<
    Record<string, { readonly org_id: string; readonly access_rights: readonly string[] }>
  >;
}

export const setup: RecordedSetup = first;

/** A second setup with a shadowing API of another organisation, and policies that grant other APIs. */
export const secondSetup: RecordedSetup = second;
