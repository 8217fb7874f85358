import { TykConfigError } from "../errors/before-request.ts";
import { currentProcess } from "../util/process.ts";
import { definedOptions } from "./overrides.ts";
import { secretFile } from "./secret-file.ts";
import type {
  InsecureHttp,
  SecretOption,
  TykOAuthOptions,
  TykOAuthOverrides,
} from "../types/options.ts";

/** Returns the options of the environment variables, overridden by `overrides`. */
export function optionsFromEnv(overrides: TykOAuthOverrides): TykOAuthOptions {
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
  return {
    ...(apiBaseUrl === undefined ? {} : { apiBaseUrl }),
    ...(orgId === undefined ? {} : { orgId }),
    ...(allowHttp === undefined ? {} : { allowInsecureHttp: insecureHttpOf(allowHttp) }),
    ...passedOptions,
    baseUrl,
    secret,
  };
}

function secretOf(read: (name: string) => string | undefined): SecretOption | undefined {
  const secret = read("TYK_GATEWAY_SECRET");
  const file = read("TYK_GATEWAY_SECRET_FILE");
  if (secret !== undefined && file !== undefined) {
    throw new TykConfigError(
      "TYK_GATEWAY_SECRET and TYK_GATEWAY_SECRET_FILE are both set: unset one",
    );
  }
  if (file === undefined) return secret;
  // An import would fail at load time in runtimes without `node:fs`.
  return secretFile("TYK_GATEWAY_SECRET_FILE", file, () =>
    currentProcess().getBuiltinModule?.("node:fs"),
  );
}

function insecureHttpOf(value: string): InsecureHttp {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value.split(",").map((pattern) => pattern.trim());
}
