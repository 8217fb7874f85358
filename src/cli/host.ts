import type { Readable, Writable } from "node:stream";
import type { TykOAuth, TykOAuthOptions } from "@tyk-oauth/sdk";

/** A stream to write to, which may be a terminal. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** A stream to read from, which may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean };

/** The process as the command sees it. Tests pass their own. */
export interface Host {
  /** The words of the command line, without the program. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Creates the SDK's client. Tests pass one of an embedded gateway, whose waits take no time. */
  readonly createClient?: (options: TykOAuthOptions) => TykOAuth;
}

/** Whether a variable is set to something else than an empty string, `0` or `false`. */
export function isSet(env: Host["env"], name: string): boolean {
  return !["", "0", "false"].includes(env[name] ?? "");
}

/** Whether a person can answer questions: there is a terminal on both sides, and no CI. */
export function isInteractive({ env, stdin, stderr }: Host): boolean {
  return (
    stdin.isTTY === true && stderr.isTTY === true && !isSet(env, "CI") && env["TERM"] !== "dumb"
  );
}

/** Whether a stream gets colours. `NO_COLOR` wins over `FORCE_COLOR`. */
export function hasColors({ env }: Host, stream: OutputStream): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if (env["FORCE_COLOR"] !== undefined) return isSet(env, "FORCE_COLOR");
  return stream.isTTY === true && !isSet(env, "CI") && env["TERM"] !== "dumb";
}
