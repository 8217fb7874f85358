import type { TykHookEvent, TykOAuth, TykOAuthOptions } from "@tyk-oauth/sdk";
import { UsageError } from "../errors/command-error.ts";
import type { Host } from "../host.ts";
import type { Output } from "../output/output.ts";
import type { ConnectionSettings } from "./settings.ts";

/** Creates the SDK's client for a gateway. The SDK is loaded here, because help and completion do not need it. */
export async function connect(
  host: Host,
  output: Output,
  settings: ConnectionSettings,
  isDryRun: boolean,
): Promise<TykOAuth> {
  const { TykOAuth: Client, isTykError } = await import("@tyk-oauth/sdk");
  const { createNodeFetch } = await import("@tyk-oauth/sdk/node");
  try {
    const options: TykOAuthOptions = {
      baseUrl: settings.url,
      secret: settings.secret,
      orgId: settings.orgId,
      allowInsecureHttp: settings.allowInsecureHttp,
      timeoutMs: settings.timeoutMs,
      readOnly: settings.isReadOnly,
      dryRun: isDryRun,
      fetch: createNodeFetch(settings.transport),
      hooks: output.mode.verbose ? createRequestLog(output) : undefined,
    };
    return host.createClient?.(options) ?? new Client(options);
  } catch (error) {
    if (!isTykError(error)) throw error;
    throw new UsageError(nameSource(error.message, settings.sources));
  }
}

/** Writes a line for each request: its operation, status and time. */
function createRequestLog(output: Output): TykOAuthOptions["hooks"] {
  const write = (event: TykHookEvent, result: string): void => {
    const attempt = event.attempt > 1 ? `, attempt ${event.attempt}` : "";
    output.detail(`${event.operation} ${result} ${Math.round(event.durationMs)} ms${attempt}`);
  };
  return {
    onResponse: (event) => {
      write(event, String(event.status ?? "response"));
    },
    onRetry: (event) => {
      write(event, "failed, will be sent again after");
    },
    onError: (event) => {
      if (event.status === undefined) write(event, "failed after");
    },
  };
}

/** Names the option or variable that the person used, in place of the SDK's option at the start of the message. */
function nameSource(message: string, sources: Readonly<Record<string, string>>): string {
  return message
    .replace(/^\w+/, (name) => sources[name] ?? name)
    .replace(/\bset allowInsecureHttp\b/, "pass --allow-http")
    .replace(/: use another port, or the option fetch.*$/, "");
}
