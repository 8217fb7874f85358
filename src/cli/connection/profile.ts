import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { UsageError } from "../errors/command-error.ts";
import { suggest } from "../errors/suggest.ts";
import type { Host } from "../host.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { readYamlSource } from "../yaml/yaml-source.ts";
import type { SecretReference } from "./secret.ts";

/** One gateway of the profile file: where it is, and references to its secrets. */
export interface Profile {
  readonly url?: string;
  readonly org?: string;
  readonly secret?: SecretReference;
  readonly allowHttp?: true | readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphraseFile?: string;
  readonly servername?: string;
  /** The URL without credentials, or a reference to one with credentials. */
  readonly proxy?: string | SecretReference;
  readonly unixSocket?: string;
  readonly readOnly?: boolean;
}

const fieldNames = [
  "url",
  "org",
  "secret",
  "allow_http",
  "ca",
  "cert",
  "key",
  "key_passphrase_file",
  "servername",
  "proxy",
  "unix_socket",
  "read_only",
];

type Fields = Readonly<Record<string, unknown>>;

/** Returns the path of the profile file, and which option or variable names it. */
function profilesPath(
  { env }: Host,
  flag: string | undefined,
): { readonly path: string; readonly from: string } {
  if (flag !== undefined) return { path: flag, from: "--profiles" };
  const variable = env["TYK_OAUTH_PROFILES"] ?? "";
  if (variable !== "") return { path: variable, from: "TYK_OAUTH_PROFILES" };
  const config = env["XDG_CONFIG_HOME"] ?? "";
  const folder = config === "" ? join(env["HOME"] ?? homedir(), ".config") : config;
  return { path: join(folder, "tyk-oauth", "profiles.yaml"), from: "--profile" };
}

/** Reads one profile of the profile file, and checks it. */
export async function readProfile(
  host: Host,
  name: string,
  file: string | undefined,
): Promise<Profile> {
  const { path, from } = profilesPath(host, file);
  const { value: document, problems } = await readYamlSource(path, from, 1_048_576);
  const [wrong] = problems;
  if (wrong !== undefined) {
    const at = wrong.line === undefined ? "" : `:${wrong.line}:${wrong.column ?? 1}`;
    throw new UsageError(`${path}${at}: ${wrong.message}`);
  }
  const profiles = isFields(document) ? document["profiles"] : undefined;
  if (!isFields(profiles))
    throw new UsageError(`${path}: the file must have a map "profiles", with a gateway per name`);
  const fields = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (!isFields(fields)) {
    const names = Object.keys(profiles);
    throw new UsageError(
      `${path}: there is no profile "${name}"`,
      suggest(name, names) ?? `the file has: ${names.join(", ")}`,
    );
  }
  return new ProfileReader(fields, `${path}: profile "${name}"`, dirname(path)).read();
}

/** Checks the fields of one profile. Paths in it are relative to the profile file. */
class ProfileReader {
  readonly #fields: Fields;
  readonly #label: string;
  readonly #folder: string;

  constructor(fields: Fields, label: string, folder: string) {
    this.#fields = fields;
    this.#label = label;
    this.#folder = folder;
    for (const name of Object.keys(fields))
      if (!fieldNames.includes(name))
        throw new UsageError(`${label}: unknown field "${name}"`, suggest(name, fieldNames));
  }

  read(): Profile {
    return omitUndefined({
      url: this.#text("url"),
      org: this.#text("org"),
      secret: this.#reference("secret"),
      allowHttp: this.#allowHttp(),
      ca: this.#path("ca"),
      cert: this.#path("cert"),
      key: this.#path("key"),
      keyPassphraseFile: this.#path("key_passphrase_file"),
      servername: this.#text("servername"),
      proxy: this.#proxy(),
      unixSocket: this.#path("unix_socket"),
      readOnly: this.#flag("read_only"),
    });
  }

  #fail(name: string, problem: string, hint?: string): never {
    throw new UsageError(`${this.#label}: ${name} ${problem}`, hint);
  }

  #text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value === "") this.#fail(name, "must be a string");
    return value;
  }

  #path(name: string): string | undefined {
    const value = this.#text(name);
    return value === undefined || isAbsolute(value) ? value : join(this.#folder, value);
  }

  #flag(name: string): boolean | undefined {
    const value = this.#fields[name];
    if (value !== undefined && typeof value !== "boolean")
      this.#fail(name, "must be true or false");
    return value;
  }

  #allowHttp(): true | readonly string[] | undefined {
    const value = this.#fields["allow_http"];
    if (value === undefined || value === false) return undefined;
    const isList = Array.isArray(value) && value.every((one) => typeof one === "string");
    if (value !== true && !isList)
      this.#fail("allow_http", "must be true, or a list of host patterns");
    return value;
  }

  /** A secret itself is refused: the file is often shared, or in git. */
  #reference(name: string): SecretReference | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    const from = `${this.#label}: ${name}`;
    const example = `write ${name}: { file: ... }, { env: ... } or { command: [...] }`;
    if (!isFields(value))
      this.#fail(name, "must be a reference: this file holds no secret itself", example);
    const [[kind, target] = ["", undefined], ...others] = Object.entries(value);
    if (others.length > 0) this.#fail(name, "must have one of file, env and command", example);
    if (kind === "file" && typeof target === "string" && target !== "")
      return { kind, path: isAbsolute(target) ? target : join(this.#folder, target), from };
    if (kind === "env" && typeof target === "string" && target !== "")
      return { kind: "variable", name: target, from };
    const isWords = Array.isArray(target) && target.every((word) => typeof word === "string");
    if (kind === "command" && (typeof target === "string" || (isWords && target.length > 0)))
      return { kind, command: target, from };
    return this.#fail(name, "must have one of file, env and command", example);
  }

  #proxy(): string | SecretReference | undefined {
    const value = this.#fields["proxy"];
    if (typeof value !== "string") return this.#reference("proxy");
    if (hasCredentials(value))
      this.#fail(
        "proxy",
        "must not hold credentials: this file holds no secret itself",
        "write proxy: { env: NAME }, and put the URL with its credentials into that variable",
      );
    return value;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a URL has a user or a password. A text that is no URL counts if it has an `@`. */
export function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return url.includes("@");
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}
