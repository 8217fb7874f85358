import { TykConfigError } from "../errors/before-request.ts";
import type { InsecureHttp } from "../types/options.ts";
import { definedOptions } from "./overrides.ts";
import { secretFile } from "./secret-file.ts";
import type { SecretOption } from "../types/options.ts";
import type { TykOAuthOptions, TykOAuthOverrides } from "../types/options.ts";

/** The parts of Node's `process` that are used where there is one (Node, Bun, Deno). */
interface ProcessLike {
  readonly env?: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(name: string): unknown;
}

/** The options that the environment gives, under those that are given by hand. */
export function optionsFromEnv(overrides: TykOAuthOverrides): TykOAuthOptions {
  const passed = definedOptions(overrides);
  const env = processOf().env ?? {};
  // An empty variable is one that was not set.
  const read = (name: string): string | undefined => (env[name] === "" ? undefined : env[name]);
  const baseUrl = passed.baseUrl ?? read("TYK_GATEWAY_URL");
  const secret = passed.secret ?? secretFrom(read);
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
    ...(allowHttp === undefined ? {} : { allowInsecureHttp: insecureFrom(allowHttp) }),
    ...passed,
    baseUrl,
    secret,
  };
}

function secretFrom(read: (name: string) => string | undefined): SecretOption | undefined {
  const secret = read("TYK_GATEWAY_SECRET");
  const file = read("TYK_GATEWAY_SECRET_FILE");
  if (secret !== undefined && file !== undefined) {
    throw new TykConfigError(
      "TYK_GATEWAY_SECRET and TYK_GATEWAY_SECRET_FILE are both set: unset one",
    );
  }
  if (file === undefined) return secret;
  // Not an import, which runtimes without files would fail on before anything is called.
  return secretFile("TYK_GATEWAY_SECRET_FILE", file, () =>
    processOf().getBuiltinModule?.("node:fs"),
  );
}

function insecureFrom(value: string): InsecureHttp {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value.split(",").map((pattern) => pattern.trim());
}

function processOf(): ProcessLike {
  return (globalThis as { readonly process?: ProcessLike }).process ?? {};
}
