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
  #isWritten = false;

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
    const stage = (secret: string): void => {
      this.#write(secret);
    };
    return {
      ...(this.chosen === undefined ? {} : { secret: this.chosen }),
      ...(this.#file === undefined ? {} : { stage }),
    };
  }

  /**
   * Runs a command. The file gets the secret only after the gateway confirmed it: until then it may hold the old secret, which is
   * valid again if the change is rolled back.
   *
   * @param run - Returns the new secret, if it was not staged.
   */
  async store<T>(run: () => Promise<T>, secretOf?: (result: T) => string | undefined): Promise<T> {
    try {
      const result = await run();
      const secret = secretOf?.(result);
      if (secret !== undefined) this.#write(secret);
      if (this.#isWritten) this.#file?.publish();
      return result;
    } catch (error) {
      this.#keepUnconfirmed(error);
      throw error;
    } finally {
      this.#file?.discard();
    }
  }

  #write(secret: string): void {
    this.#file?.write(`${secret}\n`);
    this.#isWritten = true;
  }

  /** After an error that leaves the gateway in doubt, the secret may be in use and nowhere else. */
  #keepUnconfirmed(error: unknown): void {
    const { mayHaveBeenApplied } = error as { readonly mayHaveBeenApplied?: boolean };
    if (this.#file === undefined || !this.#isWritten || mayHaveBeenApplied !== true) return;
    const path = `${this.#file.path}.unconfirmed`;
    this.#file.publish(path);
    this.#context.output.warn(`the gateway may have the new secret, which is in ${path}`);
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
