import { TykConfigError } from "../errors/before-request.ts";
import { thrownName } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import { SecretFileError } from "./secret-file.ts";

/** Holds the gateway's secret in a private field, which `inspect`, spread and JSON do not show. */
export class SecretSource {
  readonly #secret: string | (() => string | Promise<string>);
  readonly #name: string;

  /** @param name - The option or the environment variable, for messages. */
  constructor(option: unknown, name = "secret") {
    this.#name = name;
    if (typeof option === "function") {
      this.#secret = option as () => string | Promise<string>;
    } else {
      this.#secret = checkSecret(option, name);
    }
  }

  /** Whether the secret comes from a function, which may return another secret later. */
  get canChange(): boolean {
    return typeof this.#secret === "function";
  }

  /** Returns the secret, checked for use in a header. Throws a `TykConfigError` without the message of a failing function. */
  get(): string | Promise<string> {
    return typeof this.#secret === "string"
      ? this.#secret
      : callSecretFunction(this.#secret, this.#name);
  }
}

async function callSecretFunction(
  secretFunction: () => string | Promise<string>,
  name: string,
): Promise<string> {
  let secret: unknown;
  try {
    secret = await secretFunction();
  } catch (error) {
    if (isInstance(error, SecretFileError)) throw new TykConfigError(error.message);
    // The error of a vault may quote the vault's token, so only the error's name is passed on.
    throw new TykConfigError(`the secret function failed (${thrownName(error)})`);
  }
  return checkSecret(secret, name);
}

/** Trims the end (such as a file's newline) and checks the secret before `Headers` does, whose message would quote it. */
function checkSecret(value: unknown, name: string): string {
  if (typeof value !== "string")
    throw new TykConfigError(`${name} must be a string or a function that returns one`);
  const secret = value.trimEnd();
  if (secret === "") throw new TykConfigError(`${name} must not be empty`);
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) {
    throw new TykConfigError(`${name} contains characters that a header cannot have`);
  }
  return secret;
}
