import { PassThrough, Writable } from "node:stream";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import type { Host } from "../../../src/cli/host.ts";
import { run } from "../../../src/cli/run.ts";

/** What a command wrote, and its exit code. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link runCommand}. */
export interface RunOptions {
  readonly gateway?: Gateway;
  readonly env?: Readonly<Record<string, string>>;
  /** The text on stdin. */
  readonly stdin?: string;
  /** Leaves stdin open, as a terminal or a program that writes nothing does. */
  readonly keepsStdinOpen?: boolean;
  /** Makes stdout a terminal of this width. */
  readonly width?: number;
  readonly signal?: AbortSignal;
  /** Creates the SDK's client, in place of the one of `gateway`. */
  readonly createClient?: Host["createClient"];
  /** Called with everything that was written to stdout so far. */
  readonly onOutput?: (stdout: string) => void;
  /** Makes stdin and stderr terminals too. */
  readonly isInteractive?: boolean;
}

/** Runs a command in this process. With a gateway, it calls that gateway, and waits take no time. */
export async function runCommand(
  words: string | readonly string[],
  options: RunOptions = {},
): Promise<CommandResult> {
  const { gateway, env = {}, stdin = "", width, isInteractive = false } = options;
  const createClient = options.createClient ?? clientFactoryOf(gateway);
  const [stdout, stderr] = [
    collect(width, options.onOutput),
    collect(isInteractive ? 80 : undefined),
  ];
  const input = Object.assign(new PassThrough(), { isTTY: isInteractive });
  if (options.keepsStdinOpen !== true) input.end(stdin);
  const connection =
    gateway === undefined
      ? {}
      : { TYK_GATEWAY_URL: gateway.controlUrl, TYK_GATEWAY_SECRET: gateway.secret };
  const host: Host = {
    args: typeof words === "string" ? words.split(" ") : words,
    env: { ...connection, ...env },
    stdin: input,
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: options.signal ?? new AbortController().signal,
    ...(createClient === undefined ? {} : { createClient }),
  };
  const code = await run(host);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function clientFactoryOf(gateway: Gateway | undefined): Host["createClient"] {
  if (gateway === undefined) return undefined;
  const { fetch, url } = gateway;
  return (options) => gateway.client({ ...options, fetch, apiBaseUrl: url });
}

/** Parses the document that a command wrote with `--json`. */
export function parseDocument({ stdout }: CommandResult): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Parses the error that a command wrote with `--json`. */
export function parseError({ stderr }: CommandResult): Record<string, unknown> {
  return (JSON.parse(stderr) as { error: Record<string, unknown> }).error;
}

function collect(
  columns: number | undefined,
  onOutput?: (text: string) => void,
): { stream: Host["stdout"]; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      onOutput?.(chunks.join(""));
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(stream, terminal), text: () => chunks.join("") };
}

/** Creates a gateway with a client of the APIs `orders` and `billing`. */
export async function createShop(
  options: Parameters<typeof createGateway>[0] = {},
): Promise<Gateway> {
  const gateway = createGateway({
    now: new Date("2030-01-01T00:00:00Z"),
    seed: "shop",
    policies: { gold: ["orders", "billing"], silver: ["orders", "billing"] },
    ...options,
  });
  await gateway.client().clients.create({
    client_id: "shop-web",
    policy_id: "gold",
    secret: clientSecret,
    redirect_uri: "https://shop.example/cb",
    description: "Shop web front",
    meta_data: { team: "storefront" },
  });
  return gateway;
}

/** A manifest that changes the client of {@link createShop}, and has another one. */
export const shopManifest = "test/support/cli/shop.yaml";

/** The secret of the client of {@link createShop}. No output may have it, unless it was asked for. */
export const clientSecret = "c4nary-client-secret";
