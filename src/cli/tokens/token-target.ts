import type { CommandContext } from "../command-context.ts";
import { readSecretFile } from "../connection/files.ts";
import { readSecret } from "../connection/secret.ts";
import { UsageError } from "../errors/command-error.ts";
import type { OptionSpec } from "../spec/command-spec.ts";

/** The argument that names a listed token. */
export const codeArg = {
  name: "CODE",
  description: "the token's code, as tokens list shows it: a hash",
  isOptional: true,
} as const;

/** The options that name a token by itself. None takes the token: it would show in the list of processes. */
export const tokenOptions: readonly OptionSpec[] = [
  { flags: "--token-file <file>", description: "read the token itself from a file" },
  { flags: "--token-stdin", description: "read the token itself from stdin" },
];

/** A token, by its code or by itself. */
export type TokenInput = { readonly listedCode: string } | { readonly token: string };

/** Reads which token a command concerns. */
export async function readToken({ host, input, signal }: CommandContext): Promise<TokenInput> {
  const listedCode = input.optionalArg("CODE");
  const file = input.text("--token-file");
  const isOnStdin = input.flag("--token-stdin");
  if (isOnStdin) input.exclude("--token-stdin", "--secret-stdin");
  if ([listedCode, file, isOnStdin || undefined].filter((one) => one !== undefined).length !== 1)
    throw new UsageError(
      "name one token: by its CODE, --token-file or --token-stdin",
      "tyk-oauth tokens list shows the codes of a client's tokens",
    );
  if (listedCode !== undefined) return { listedCode };
  if (file !== undefined) return { token: readSecretFile(file, "--token-file") };
  const reference = { kind: "stdin", from: "--token-stdin", title: "Token" } as const;
  return { token: await readSecret(host, reference, signal) };
}
