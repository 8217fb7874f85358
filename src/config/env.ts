import { TykConfigError } from "../errors/before-request.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import { currentProcess } from "../util/process.ts";
import { definedOptions } from "./overrides.ts";
import { SecretFile } from "./secret-file.ts";
import type { OptionsOfClient } from "./secret-file.ts";
import type { InsecureHttp, TykOAuthOptions, TykOAuthOverrides } from "../types/options.ts";

/** The environment variables that options came from, by the option's name. */
export type OptionVariables = Readonly<Partial<Record<keyof TykOAuthOptions, string>>>;

/** Returns the options of the environment variables, overridden by `overrides`, and which variable each option came from. */
export function optionsFromEnv(overrides: TykOAuthOverrides): {
  readonly options: OptionsOfClient;
  readonly variables: OptionVariables;
} {
  const passedOptions = definedOptions(overrides);
  const env = currentProcess().env ?? {};
  // An empty variable counts as not set.
  const read = (name: string): string | undefined => (env[name] === "" ? undefined : env[name]);
  const baseUrl = passedOptions.baseUrl ?? read("TYK_GATEWAY_URL");
  const secret = passedOptions.secret ?? secretOf(read);
  if (baseUrl === undefined) throw new TykConfigError("baseUrl is missing: set TYK_GATEWAY_URL");
  if (secret === undefined) {
    throw new TykConfigError(
      "secret is missing: set TYK_GATEWAY_SECRET or TYK_GATEWAY_SECRET_FILE",
    );
  }
  const apiBaseUrl = read("TYK_GATEWAY_API_URL");
  const orgId = read("TYK_GATEWAY_ORG_ID");
  const allowHttp = read("TYK_GATEWAY_ALLOW_HTTP");
  const options = {
    ...(apiBaseUrl === undefined ? {} : { apiBaseUrl }),
    ...(orgId === undefined ? {} : { orgId }),
    ...(allowHttp === undefined ? {} : { allowInsecureHttp: insecureHttpOf(allowHttp) }),
    ...passedOptions,
    baseUrl,
    secret,
  };
  const secretVariable =
    typeof secret === "string" ? "TYK_GATEWAY_SECRET" : "TYK_GATEWAY_SECRET_FILE";
  const all: OptionVariables = { ...variableNames, secret: secretVariable };
  const used = Object.entries(all).filter(([option]) => Object.hasOwn(options, option));
  return { options, variables: withoutOptions(Object.fromEntries(used), passedOptions) };
}

/** Returns the variables of the options that are not overridden. */
export function withoutOptions(variables: OptionVariables, overrides: object): OptionVariables {
  const kept = Object.entries(variables).filter(([option]) => !Object.hasOwn(overrides, option));
  return withoutPrototype(Object.fromEntries(kept));
}

const variableNames = {
  baseUrl: "TYK_GATEWAY_URL",
  apiBaseUrl: "TYK_GATEWAY_API_URL",
  orgId: "TYK_GATEWAY_ORG_ID",
  allowInsecureHttp: "TYK_GATEWAY_ALLOW_HTTP",
} as const;

/** Names what allows plain http: the environment variable if the URL came from one. */
export function allowHttpName(variables: OptionVariables, option: keyof TykOAuthOptions): string {
  return variables[option] === undefined
    ? "allowInsecureHttp"
    : `${variableNames.allowInsecureHttp} to this host`;
}

function secretOf(read: (name: string) => string | undefined): string | SecretFile | undefined {
  const secret = read("TYK_GATEWAY_SECRET");
  const file = read("TYK_GATEWAY_SECRET_FILE");
  if (secret !== undefined && file !== undefined) {
    throw new TykConfigError(
      "TYK_GATEWAY_SECRET and TYK_GATEWAY_SECRET_FILE are both set: unset one",
    );
  }
  return file === undefined ? secret : new SecretFile("TYK_GATEWAY_SECRET_FILE", file);
}

function insecureHttpOf(value: string): InsecureHttp {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value.split(",").map((pattern) => pattern.trim());
}
