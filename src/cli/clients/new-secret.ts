import type { CommandContext } from "../command-context.ts";
import { preparePrivateFile, readSecretFile } from "../connection/files.ts";
import type { PrivateFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import type { OptionSpec } from "../spec/command-spec.ts";

/** The options of commands that give a client a secret. */
export const newSecretOptions: readonly OptionSpec[] = [
  {
    flags: "--client-secret-file <file>",
    description: "read the client's new secret from a file (default: a new random one)",
  },
  { flags: "--print-secret", description: "show the client's new secret in the result" },
  {
    flags: "--secret-out <file>",
    description: "write the client's new secret to a file that only you can read",
  },
];

/** The new secret of a client: where it comes from, and where it goes besides the gateway. */
export class NewSecret {
  /** The secret that the person chose. */
  readonly chosen: string | undefined;
  /** Whether the result shows the secret. */
  readonly isPrinted: boolean;
  readonly #context: CommandContext;
  readonly #file: PrivateFile | undefined;

  /** Reads and prepares the files, before any request. */
  constructor(context: CommandContext) {
    const { input, isDryRun } = context;
    const path = input.text("--client-secret-file");
    const out = input.text("--secret-out");
    if (path !== undefined && path === out)
      throw new UsageError("--client-secret-file and --secret-out must be different files");
    this.chosen = path === undefined ? undefined : readSecretFile(path, "--client-secret-file");
    this.isPrinted = input.flag("--print-secret");
    this.#file =
      out === undefined || isDryRun ? undefined : preparePrivateFile(out, "--secret-out");
    this.#context = context;
  }

  /** Arguments for methods that store the secret before the gateway gets it. */
  get args(): { secret?: string; stage?: (secret: string) => void } {
    const file = this.#file;
    return {
      ...(this.chosen === undefined ? {} : { secret: this.chosen }),
      ...(file === undefined
        ? {}
        : {
            stage: (secret) => {
              file.save(`${secret}\n`);
            },
          }),
    };
  }

  /** Writes the secret to the file after the gateway stored it. */
  save(secret: string | undefined): void {
    if (secret !== undefined) this.#file?.save(`${secret}\n`);
  }

  /** Removes the prepared file if the secret was not written to it. */
  discard(): void {
    this.#file?.discard();
  }

  /** Says where the secret is. */
  note(clientId: string, apiId: string | undefined): void {
    const { output, isDryRun } = this.#context;
    if (isDryRun || this.isPrinted) return;
    output.note(
      this.#file === undefined
        ? `The gateway has the new secret. To see it: tyk-oauth clients ${apiId === undefined ? "list" : `get ${clientId} --api ${apiId}`} --reveal-secrets`
        : `The new secret is in ${this.#file.path}.`,
    );
  }
}
