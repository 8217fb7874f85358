import type { CommandSpec, OptionGroup, OptionSpec } from "./command-spec.ts";

/** The options of every command that sends requests. No option takes a secret: it would show in the list of processes. */
export const connectionOptions: OptionGroup = {
  heading: "Connection",
  options: [
    {
      flags: "--url <url>",
      description: "address of the gateway's control API (or TYK_GATEWAY_URL)",
    },
    {
      flags: "--secret-file <file>",
      description: "read the gateway's secret from a file (or TYK_GATEWAY_SECRET_FILE)",
    },
    { flags: "--secret-stdin", description: "read the gateway's secret from stdin" },
    {
      flags: "--secret-command <command>",
      description: "run a program, without a shell, that prints the gateway's secret",
    },
    {
      flags: "--profile <name>",
      description: "use a gateway of the profile file (or TYK_OAUTH_PROFILE)",
    },
    {
      flags: "--profiles <file>",
      description: "the profile file (or TYK_OAUTH_PROFILES)",
    },
    {
      flags: "--org <id>",
      description: "the organisation, if the gateway has several (or TYK_GATEWAY_ORG_ID)",
    },
    {
      flags: "--allow-http",
      description: "send the secret over plain http, beyond this machine",
    },
    { flags: "--ca <file>", description: "trust only the authorities of this PEM file" },
    { flags: "--cert <file>", description: "client certificate for mutual TLS, as PEM" },
    { flags: "--key <file>", description: "private key of --cert, as PEM" },
    { flags: "--key-passphrase-file <file>", description: "read the passphrase of --key" },
    { flags: "--servername <name>", description: "host name in the gateway's certificate" },
    {
      flags: "--proxy <url>",
      description: "HTTP proxy without credentials (with credentials: TYK_OAUTH_PROXY)",
    },
    { flags: "--unix-socket <path>", description: "connect to a unix socket" },
    {
      flags: "--timeout <duration>",
      description: "timeout of one request, such as 30s or 2m (default: 10s)",
    },
    { flags: "--deadline <duration>", description: "deadline of the whole command" },
    { flags: "--read-only", description: "refuse every command that changes the gateway" },
  ],
};

const outputOptions: readonly OptionSpec[] = [
  { flags: "--json", description: "print the result as JSON" },
  { flags: "--quiet", description: "write only results, warnings and errors" },
  { flags: "--verbose", description: "show each request, and the details of errors" },
];

const dryRunOption: OptionSpec = {
  flags: "--dry-run",
  description: "read only, and show which requests would change something",
};

const yesOption: OptionSpec = { flags: "--yes", description: "do not ask for confirmation" };

/** Returns the groups of options of a command, its own first. */
export function optionGroupsOf(spec: CommandSpec): OptionGroup[] {
  const own = [
    ...(spec.options ?? []),
    ...(spec.asks === true ? [yesOption] : []),
    ...(spec.writes === true ? [dryRunOption] : []),
  ];
  return [
    ...(own.length === 0 ? [] : [{ heading: "Options", options: own }]),
    { heading: "Output", options: outputOptions },
    ...(spec.usesGateway ? [connectionOptions] : []),
  ];
}
