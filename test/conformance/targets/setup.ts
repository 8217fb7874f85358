import { readFileSync } from "node:fs";

interface Setup {
  readonly apis: readonly {
    readonly api_id: string;
    readonly org_id: string;
    readonly listen_path: string;
    readonly use_oauth2: boolean;
  }[];
  readonly policies: Readonly<Record<string, { org_id: string; access_rights: readonly string[] }>>;
  readonly oauth_refresh_token_expire: number;
}

/** How the recorded gateways were set up, and how every other target must be. */
export const setup: Setup = JSON.parse(
  readFileSync(new URL("../../recordings/data/setup.json", import.meta.url), "utf8"),
) as Setup;
