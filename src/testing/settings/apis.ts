import {
  checkBoolean,
  checkString,
  defaultOrg,
  isReadonlyArray,
  rejectOption,
} from "./option-checks.ts";
import type { ApiSetup } from "../setups.ts";
import { isPortable } from "../routing/template.ts";

/** An API with all defaults set. */
export interface Api {
  readonly id: string;
  readonly orgId: string;
  readonly listenPath: string;
  readonly isOAuth: boolean;
  readonly isKeyless: boolean;
  readonly hasStandardAuth: boolean;
  readonly accessTypes: readonly string[];
  readonly authorizeTypes: readonly string[];
  readonly loginRedirect: string;
  readonly domain: string;
  readonly isDomainDisabled: boolean;
  readonly isInternal: boolean;
  readonly listenPort: number;
  readonly sharedSecret: string;
  readonly notificationUrl: string;
}

export function resolveApis(setups: readonly (string | ApiSetup)[]): Api[] {
  if (!isReadonlyArray(setups)) rejectOption("apis", "must be a list of ids or of API definitions");
  const apis = setups.map((setup) =>
    resolveApi(typeof setup === "string" ? { api_id: setup } : setup),
  );
  const ids = new Set<string>();
  for (const { id } of apis) {
    if (ids.has(id)) rejectOption("apis", `names the API "${id}" twice`);
    ids.add(id);
  }
  return apis;
}

function resolveApi(setup: ApiSetup): Api {
  const id = checkString(setup.api_id, "apis: api_id", "");
  if (id === "" || id.includes("/"))
    rejectOption("apis", `needs an api_id without a slash for each API, not "${id}"`);
  const label = `apis: ${id}`;
  const listenPath = checkTemplate(setup.listen_path, `${label}: listen_path`, `/${id}/`);
  if (!listenPath.startsWith("/"))
    rejectOption(label, "needs a listen_path that begins with a slash");
  const isKeyless = checkBoolean(setup.use_keyless, `${label}: use_keyless`, false);
  const hasStandardAuth = checkBoolean(
    setup.use_standard_auth,
    `${label}: use_standard_auth`,
    false,
  );
  return {
    id,
    listenPath,
    orgId: checkString(setup.org_id, `${label}: org_id`, defaultOrg),
    isKeyless,
    hasStandardAuth,
    isOAuth: checkBoolean(setup.use_oauth2, `${label}: use_oauth2`, !isKeyless && !hasStandardAuth),
    accessTypes: setup.allowed_access_types ?? [
      "authorization_code",
      "refresh_token",
      "client_credentials",
      "password",
    ],
    authorizeTypes: setup.allowed_authorize_types ?? ["code", "token"],
    loginRedirect: checkString(
      setup.auth_login_redirect,
      `${label}: auth_login_redirect`,
      "https://login.invalid/",
    ),
    domain: checkTemplate(setup.domain, `${label}: domain`, ""),
    isDomainDisabled: checkBoolean(setup.domain_disabled, `${label}: domain_disabled`, false),
    isInternal: checkBoolean(setup.internal, `${label}: internal`, false),
    listenPort: checkPort(setup.listen_port, `${label}: listen_port`),
    sharedSecret: setup.notifications?.shared_secret ?? "",
    notificationUrl: setup.notifications?.oauth_on_keychange_url ?? "",
  };
}

export function checkTemplate(value: unknown, name: string, fallback: string): string {
  const found = checkString(value, name, fallback);
  if (!isPortable(found))
    rejectOption(
      name,
      "has a pattern that Go and JavaScript read differently; write groups as (?:...)",
    );
  return found;
}

function checkPort(value: unknown, name: string): number {
  if (value === undefined) return 0;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 65_535)
    rejectOption(name, "must be a port: a whole number from 0 to 65535");
  return value;
}
