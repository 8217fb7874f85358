import type { NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { UsageError } from "../errors/command-error.ts";
import type { Host } from "../host.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { ParsedInput } from "../spec/parsed-input.ts";
import { readNamedFile, readSecretFile } from "./files.ts";
import { hasCredentials, readProfile } from "./profile.ts";
import type { Profile } from "./profile.ts";
import { readSecret } from "./secret.ts";
import type { SecretReference } from "./secret.ts";

/** What a command needs to reach a gateway. */
export interface ConnectionSettings {
  readonly url: string;
  readonly secret: string;
  readonly orgId: string | undefined;
  readonly allowInsecureHttp: boolean | readonly string[];
  readonly transport: NodeFetchOptions;
  readonly isReadOnly: boolean;
  readonly timeoutMs: number | undefined;
  /** The option, variable or field that each setting of the SDK came from, for messages. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Reads a variable. An empty one counts as not set. */
function readVariable({ env }: Host, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}

/**
 * Finds out which gateway a command calls. Options win. Then comes the profile, if one is named; it replaces the variables, so the
 * secret of one gateway is never sent to another one by mistake.
 *
 * @param signal - Ends the reading of secrets.
 */
export async function readSettings(
  host: Host,
  input: ParsedInput,
  signal: AbortSignal,
): Promise<ConnectionSettings> {
  const name = input.text("--profile") ?? readVariable(host, "TYK_OAUTH_PROFILE");
  const profile =
    name === undefined ? undefined : await readProfile(host, name, input.text("--profiles"));
  const [url, urlFrom] = findUrl(host, input, profile);
  if (url === undefined)
    throw new UsageError(
      profile === undefined
        ? "the gateway's address is missing"
        : `the profile "${name ?? ""}" has no url`,
      "pass --url or set TYK_GATEWAY_URL; to try the command without a gateway, run: tyk-oauth gateway",
    );
  const reference = findSecret(host, input, profile);
  if (reference === undefined)
    throw new UsageError(
      "the gateway's secret is missing",
      "set TYK_GATEWAY_SECRET_FILE or TYK_GATEWAY_SECRET, or pass --secret-file, --secret-command or --secret-stdin",
    );
  const transport = await readTransport(host, input, profile, signal);
  return {
    url,
    secret: await readSecret(host, reference, signal),
    orgId:
      input.text("--org") ??
      (profile === undefined ? readVariable(host, "TYK_GATEWAY_ORG_ID") : profile.org),
    allowInsecureHttp: findInsecureHttp(host, input, profile),
    transport,
    isReadOnly: input.flag("--read-only") || profile?.readOnly === true,
    timeoutMs: input.duration("--timeout"),
    sources: {
      baseUrl: urlFrom,
      secret: reference.from,
      allowInsecureHttp: "--allow-http",
      ca: "--ca",
      cert: "--cert",
      key: "--key",
      passphrase: "--key-passphrase-file",
      servername: "--servername",
      proxy: "--proxy",
      socketPath: "--unix-socket",
    },
  };
}

function findUrl(
  host: Host,
  input: ParsedInput,
  profile: Profile | undefined,
): [string | undefined, string] {
  const flag = input.text("--url");
  if (flag !== undefined) return [flag, "--url"];
  if (profile !== undefined) return [profile.url, "url of the profile"];
  return [readVariable(host, "TYK_GATEWAY_URL"), "TYK_GATEWAY_URL"];
}

function findSecret(
  host: Host,
  input: ParsedInput,
  profile: Profile | undefined,
): SecretReference | undefined {
  input.exclude("--secret-file", "--secret-command");
  input.exclude("--secret-file", "--secret-stdin");
  input.exclude("--secret-command", "--secret-stdin");
  const path = input.text("--secret-file");
  if (path !== undefined) return { kind: "file", path, from: "--secret-file" };
  const command = input.text("--secret-command");
  if (command !== undefined) return { kind: "command", command, from: "--secret-command" };
  if (input.flag("--secret-stdin"))
    return { kind: "stdin", from: "--secret-stdin", title: "Secret of the gateway" };
  if (profile !== undefined) return profile.secret;
  const name = "TYK_GATEWAY_SECRET";
  const isValueSet = readVariable(host, name) !== undefined;
  const file = readVariable(host, "TYK_GATEWAY_SECRET_FILE");
  if (isValueSet && file !== undefined)
    throw new UsageError("TYK_GATEWAY_SECRET and TYK_GATEWAY_SECRET_FILE are both set: unset one");
  if (file !== undefined) return { kind: "file", path: file, from: "TYK_GATEWAY_SECRET_FILE" };
  return isValueSet ? { kind: "variable", name, from: name } : undefined;
}

function findInsecureHttp(
  host: Host,
  input: ParsedInput,
  profile: Profile | undefined,
): boolean | readonly string[] {
  if (input.flag("--allow-http")) return true;
  if (profile !== undefined) return profile.allowHttp ?? false;
  const value = readVariable(host, "TYK_GATEWAY_ALLOW_HTTP") ?? "false";
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value.split(",").map((pattern) => pattern.trim());
}

async function readTransport(
  host: Host,
  input: ParsedInput,
  profile: Profile | undefined,
  signal: AbortSignal,
): Promise<NodeFetchOptions> {
  const ca = input.text("--ca") ?? profile?.ca;
  const cert = input.text("--cert") ?? profile?.cert;
  const key = input.text("--key") ?? profile?.key;
  const passphraseFile = input.text("--key-passphrase-file") ?? profile?.keyPassphraseFile;
  const servername = input.text("--servername") ?? profile?.servername;
  const socketPath = input.text("--unix-socket") ?? profile?.unixSocket;
  const proxy = await findProxy(host, input, profile, signal);
  const read = (path: string | undefined, flag: string): string | undefined =>
    path === undefined ? undefined : readNamedFile(path, flag);
  return omitUndefined({
    ca: read(ca, "--ca"),
    cert: read(cert, "--cert"),
    key: read(key, "--key"),
    passphrase:
      passphraseFile === undefined
        ? undefined
        : readSecretFile(passphraseFile, "--key-passphrase-file"),
    servername,
    proxy,
    socketPath,
  });
}

async function findProxy(
  host: Host,
  input: ParsedInput,
  profile: Profile | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const flag = input.text("--proxy");
  if (flag !== undefined && hasCredentials(flag))
    throw new UsageError(
      "--proxy must not hold credentials: they would show in the list of processes",
      "put the URL with its credentials into the variable TYK_OAUTH_PROXY",
    );
  if (flag !== undefined) return flag;
  if (profile === undefined) return readVariable(host, "TYK_OAUTH_PROXY");
  const { proxy } = profile;
  return typeof proxy === "object" ? readSecret(host, proxy, signal) : proxy;
}
