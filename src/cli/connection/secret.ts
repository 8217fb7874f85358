import { CommandError, UsageError } from "../errors/command-error.ts";
import { isInteractive } from "../host.ts";
import type { Host } from "../host.ts";
import { askSecret } from "../output/prompts.ts";
import { decodeText, readSecretFile } from "./files.ts";
import { splitWords } from "./split-words.ts";

/** Where a secret comes from. `from` is the option, the variable or the field that says so. */
export type SecretReference =
  | { readonly kind: "variable"; readonly name: string; readonly from: string }
  | { readonly kind: "file"; readonly path: string; readonly from: string }
  | {
      readonly kind: "command";
      readonly command: string | readonly string[];
      readonly from: string;
    }
  | {
      readonly kind: "stdin";
      readonly from: string;
      /** What a person is asked for. */
      readonly title: string;
    };

const commandTimeoutMs = 60_000;
const maxSecretBytes = 65_536;

/** Reads a secret once, before any request. */
export async function readSecret(
  host: Host,
  reference: SecretReference,
  signal: AbortSignal,
): Promise<string> {
  const { kind, from } = reference;
  switch (kind) {
    case "variable":
      return readSecretVariable(host, reference.name, from);
    case "file":
      return readSecretFile(reference.path, from);
    case "command":
      return runSecretCommand(host, reference.command, from, signal);
    case "stdin":
      return requireText(await readStdin(host, from, reference.title, signal), from);
  }
}

function readSecretVariable({ env }: Host, name: string, from: string): string {
  const value = env[name] ?? "";
  if (value === "") throw new UsageError(`${from}: the variable ${name} is not set`);
  return value;
}

async function readStdin(
  host: Host,
  from: string,
  title: string,
  signal: AbortSignal,
): Promise<string> {
  if (isInteractive(host)) return askSecret(host, title);
  const { stdin } = host;
  const { addAbortSignal } = await import("node:stream");
  // Otherwise Ctrl-C would have no effect while nothing comes.
  addAbortSignal(signal, stdin);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin as AsyncIterable<string | Uint8Array>) {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      size += bytes.length;
      if (size > maxSecretBytes) throw new UsageError(`${from}: stdin has more than 64 KiB`);
      chunks.push(bytes);
    }
  } catch (error) {
    throw signal.aborted ? (signal.reason as Error) : error;
  }
  return decodeText(Buffer.concat(chunks), `${from}: stdin`);
}

/** Runs the command without a shell. What it writes to stderr is not shown, because that may hold the secret. */
async function runSecretCommand(
  { env }: Host,
  command: string | readonly string[],
  from: string,
  signal: AbortSignal,
): Promise<string> {
  const words = typeof command === "string" ? splitWords(command, from) : command;
  const [program = "", ...args] = words;
  const { execFile } = await import("node:child_process");
  const options = {
    env: { ...env },
    signal,
    timeout: commandTimeoutMs,
    maxBuffer: maxSecretBytes,
    encoding: "utf8",
    windowsHide: true,
  } as const;
  const stdout = await new Promise<string>((resolve, reject) => {
    const child = execFile(program, args, options, (error, output) => {
      if (error === null) resolve(output);
      else if (signal.aborted) reject(signal.reason as Error);
      else
        reject(
          new CommandError(`${from}: ${program} ${describeFailure(error)}`, {
            exit: "usage",
            code: "secret-command",
            hint: "run the command by itself to see why; its output is not shown, because it may hold the secret",
          }),
        );
    });
    child.stdin?.end();
  });
  return requireText(stdout, from);
}

function describeFailure({ code, killed }: { code?: unknown; killed?: boolean }): string {
  if (code === "ENOENT") return "is not installed, or not in PATH";
  if (code === "EACCES") return "cannot be run: permission denied";
  if (killed === true) return "took longer than 60 s";
  return typeof code === "number" ? `failed with exit code ${code}` : "failed";
}

function requireText(text: string, from: string): string {
  const secret = text.trimEnd();
  if (secret === "") throw new UsageError(`${from}: the secret is empty`);
  return secret;
}
