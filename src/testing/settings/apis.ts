import { isRecord } from "../../util/json.ts";
import { isPortable } from "../routing/template.ts";
import type { ApiSetup } from "../setups.ts";
import {
  checkFieldNames,
  checkLikelyFieldNames,
  defaultOrg,
  isInteger,
  isReadonlyArray,
  OptionFields,
  rejectOption,
} from "./option-checks.ts";

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

const defaultAccessTypes = [
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "password",
];

export function resolveApis(setups: readonly (string | ApiSetup)[]): Api[] {
  if (!isReadonlyArray(setups)) rejectOption("apis", "must be a list of ids or of API definitions");
  const apis = setups.map((setup) => {
    const values: unknown = typeof setup === "string" ? { api_id: setup } : setup;
    if (!isRecord(values)) rejectOption("apis", "must be a list of ids or of API definitions");
    // `resolveApi` checks each field.
    return resolveApi(values as unknown as ApiSetup);
  });
  const ids = new Set<string>();
  for (const { id } of apis) {
    if (ids.has(id)) rejectOption("apis", `names the API "${id}" twice`);
    ids.add(id);
  }
  return apis;
}

const fieldNames: Readonly<Record<keyof ApiSetup, true>> = {
  api_id: true,
  org_id: true,
  listen_path: true,
  use_oauth2: true,
  use_keyless: true,
  use_standard_auth: true,
  allowed_access_types: true,
  allowed_authorize_types: true,
  auth_login_redirect: true,
  domain: true,
  domain_disabled: true,
  internal: true,
  listen_port: true,
  notifications: true,
};

function resolveApi(setup: ApiSetup): Api {
  checkLikelyFieldNames(setup, "apis", Object.keys(fieldNames));
  const id = new OptionFields<keyof ApiSetup>(setup, "apis").string("api_id");
  if (id === "" || id.includes("/"))
    rejectOption("apis", `needs an api_id without a slash for each API, not "${id}"`);
  const label = `apis: ${id}`;
  const fields = new OptionFields<keyof ApiSetup>(setup, label);
  const readTemplate = (name: "listen_path" | "domain", fallback: string): string =>
    checkTemplate(fields.string(name, fallback), fields.label(name));
  const listenPath = readTemplate("listen_path", `/${id}/`);
  if (!listenPath.startsWith("/"))
    rejectOption(label, "needs a listen_path that begins with a slash");
  const { notifications = {} } = setup;
  checkFieldNames(notifications, fields.label("notifications"), [
    "shared_secret",
    "oauth_on_keychange_url",
  ]);
  const isKeyless = fields.boolean("use_keyless");
  const hasStandardAuth = fields.boolean("use_standard_auth");
  const { listen_port: listenPort = 0 } = setup;
  if (!isInteger(listenPort, 0, 65_535))
    rejectOption(fields.label("listen_port"), "must be a port: a whole number from 0 to 65535");
  return {
    id,
    listenPath,
    orgId: fields.string("org_id", defaultOrg),
    isKeyless,
    hasStandardAuth,
    isOAuth: fields.boolean("use_oauth2", !isKeyless && !hasStandardAuth),
    accessTypes: setup.allowed_access_types ?? defaultAccessTypes,
    authorizeTypes: setup.allowed_authorize_types ?? ["code", "token"],
    loginRedirect: fields.string("auth_login_redirect", "https://login.invalid/"),
    domain: readTemplate("domain", ""),
    isDomainDisabled: fields.boolean("domain_disabled"),
    isInternal: fields.boolean("internal"),
    listenPort,
    sharedSecret: notifications.shared_secret ?? "",
    notificationUrl: notifications.oauth_on_keychange_url ?? "",
  };
}

export function checkTemplate(template: string, name: string): string {
  if (isPortable(template)) return template;
  rejectOption(
    name,
    "has a pattern that Go and JavaScript read differently; write groups as (?:...)",
  );
}
