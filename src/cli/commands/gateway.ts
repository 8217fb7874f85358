import type { Gateway, GatewayOptions, ListeningGateway } from "@tyk-oauth/sdk/testing";
import type { CommandContext } from "../command-context.ts";
import { CommandError, UsageError } from "../errors/command-error.ts";
import { readLoadFile, storeClients } from "../gateway/load-file.ts";
import { installFault } from "../gateway/parse-fault.ts";
import { createRequestLog } from "../gateway/request-log.ts";
import { isLoopback } from "../connection/loopback.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Serves the embedded gateway, until Ctrl-C. */
export const gatewayCommand: CommandSpec = {
  name: "gateway",
  summary: "serve an embedded gateway to try things on, for any language",
  details: [
    "It has the OAuth part of a Tyk Gateway, with its surprises, and keeps everything in memory. Requests are logged to stderr. Ctrl-C stops it, with exit code 0.",
    "--load reads a JSON file with the options of createGateway (apis, policies, hashKeys, ...) and with clients, as clients list --json shows them. It also reads a manifest, as export writes it, with or without secrets.",
    "--fail makes requests go wrong. OPERATION is a name of tyk.raw, or * for all. FAULT is drop, applied-then-drop, cut-json, empty, html, storage-down, a status, or delay=MS. TIMES is a number (default: 1), or *.",
  ],
  options: [
    { flags: "--port <port>", description: "the port (default: 8080; 0 selects a free one)" },
    { flags: "--host <address>", description: "the address to listen on (default: 127.0.0.1)" },
    { flags: "--version <version>", description: "the gateway's version (default: 5.14.0)" },
    { flags: "--load <file>", description: "load settings, APIs, policies and clients" },
    {
      flags: "--fail <fault>",
      description: "OPERATION:FAULT or OPERATION:FAULT:TIMES; repeat it",
      isList: true,
    },
  ],
  examples: [
    { text: "Serve a gateway with the APIs orders and billing", command: "tyk-oauth gateway" },
    {
      text: "Rehearse with the clients of a real gateway",
      command: "tyk-oauth gateway --load rehearsal.yaml --port 0",
    },
    {
      text: "Lose the first two responses to a create",
      command: "tyk-oauth gateway --fail createOAuthClient:applied-then-drop:2",
    },
  ],
  json: "{ url, controlUrl, secret, version }, once it listens",
  usesGateway: false,
  run: async (context, input) => {
    const { output } = context;
    // Read first: whoever sees the address may press Ctrl-C at once.
    const { signal } = context.host;
    const port = input.integer("--port", 0, 65_535) ?? 8_080;
    const host = input.text("--host");
    const version = input.text("--version");
    const path = input.text("--load");
    const { options, clients } =
      path === undefined ? { options: {}, clients: [] } : await readLoadFile(path);
    const gateway = await create(
      // Nothing reads the log: the lines on stderr are written as requests come.
      { ...options, ...(version === undefined ? {} : { version }), maxLogEntries: 0 },
      path,
    );
    await storeClients(gateway, clients);
    for (const fault of input.list("--fail")) installFault(gateway, fault);
    const listening = await listen(context, gateway, port, host);
    const { url, controlUrl } = listening;
    const shownVersion = version ?? options.version ?? "5.14.0";
    output.result({ url, controlUrl, secret: gateway.secret, version: shownVersion }, () => {
      output.record([
        ["url", url],
        ["control url", controlUrl === url ? undefined : controlUrl],
        ["secret", gateway.secret],
        ["version", shownVersion],
      ]);
      output.note(
        `Try: TYK_GATEWAY_URL=${controlUrl} TYK_GATEWAY_SECRET=${gateway.secret} tyk-oauth doctor`,
      );
      output.note("Ctrl-C stops the gateway.");
    });
    if (host !== undefined && !isLoopback(host))
      output.warn(`other machines can call this gateway on ${host}`);
    await waitForAbort(signal);
    // A request outside the model was answered with the reason, and is in the log.
    await listening.close().catch(() => undefined);
    output.note("stopped");
    return "done";
  },
};

async function create(options: GatewayOptions, path: string | undefined): Promise<Gateway> {
  const { createGateway } = await import("@tyk-oauth/sdk/testing");
  try {
    return createGateway(options);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const problem = error.message.replace(/^createGateway: /, "");
    throw new UsageError(path === undefined ? `--${problem}` : `--load: ${path}: ${problem}`);
  }
}

async function listen(
  { output }: CommandContext,
  gateway: Gateway,
  port: number,
  host: string | undefined,
): Promise<ListeningGateway> {
  try {
    const onRequest = createRequestLog(output);
    return await gateway.listen({ port, onRequest, ...(host === undefined ? {} : { host }) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problems: Readonly<Record<string, string>> = {
      EADDRINUSE: `the port ${port} is in use`,
      EACCES: `the port ${port} needs more rights`,
      EADDRNOTAVAIL: `this machine does not have the address ${host ?? ""}`,
      ENOTFOUND: `the host ${host ?? ""} is unknown`,
    };
    const problem = problems[code ?? ""];
    if (problem === undefined) throw error;
    throw new CommandError(problem, {
      exit: "failed",
      code: "listen",
      hint: "pass another --port, or --port 0 for a free one",
    });
  }
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
