import { TykConfigError } from "../errors/before-request.ts";
import type { SecretOption } from "../types/options.ts";
import { SecretFile } from "./secret-file.ts";

export type SecretFunction = Exclude<SecretOption, string>;

/** Holds the gateway's secret in a private field, which `inspect`, spread and JSON do not show. */
export class SecretSource {
  readonly #secret: string | SecretFunction | SecretFile;
  readonly #name: string;

  /** @param name - The option or the environment variable, for messages. */
  constructor(option: unknown, name = "secret") {
    this.#name = name;
    this.#secret =
      typeof option === "function"
        ? (option as SecretFunction)
        : option instanceof SecretFile
          ? option
          : checkSecret(option, name);
  }

  /** Whether the secret comes from a function or a file, which may have another secret later. */
  get canChange(): boolean {
    return typeof this.#secret !== "string";
  }

  /**
   * Returns the secret, checked for use in a header.
   *
   * @param call - Gets the secret of a function or a file. It is a parameter because it is loaded with the first call.
   */
  get(
    call: (source: SecretFunction | SecretFile, name: string) => Promise<string>,
  ): string | Promise<string> {
    return typeof this.#secret === "string" ? this.#secret : call(this.#secret, this.#name);
  }
}

/** Trims the end (such as a file's newline) and checks the secret before `Headers` does, whose message would quote it. */
export function checkSecret(value: unknown, name: string): string {
  if (typeof value !== "string")
    throw new TykConfigError(`${name} must be a string or a function that returns one`);
  const secret = value.trimEnd();
  if (secret === "") throw new TykConfigError(`${name} must not be empty`);
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) {
    throw new TykConfigError(`${name} contains characters that a header cannot have`);
  }
  return secret;
}
