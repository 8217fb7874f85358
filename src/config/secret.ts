import { TykConfigError } from "../errors/before-request.ts";
import { thrownName } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import { SecretFileError } from "./secret-file.ts";

/** Keeps the gateway's secret where no `inspect`, spread or JSON reaches it. */
export class SecretSource {
  readonly #secret: string | (() => string | Promise<string>);

  constructor(option: unknown) {
    if (typeof option === "function") {
      this.#secret = option as () => string | Promise<string>;
    } else {
      this.#secret = checkSecret(option);
    }
  }

  /** Whether asking again can give another secret. */
  get canChange(): boolean {
    return typeof this.#secret === "function";
  }

  /** The secret, ready for a header. A failing function is a TykConfigError that does not repeat what it threw. */
  get(): string | Promise<string> {
    return typeof this.#secret === "string" ? this.#secret : fetchSecret(this.#secret);
  }
}

async function fetchSecret(fetchIt: () => string | Promise<string>): Promise<string> {
  let passed: unknown;
  try {
    passed = await fetchIt();
  } catch (error) {
    if (isInstance(error, SecretFileError)) throw new TykConfigError(error.message);
    // A vault's error may quote its own token, so only its name goes on.
    throw new TykConfigError(`the secret function failed (${thrownName(error)})`);
  }
  return checkSecret(passed);
}

/** Trims the end (a file's newline) and checks before `Headers` does, whose message would quote the value. */
function checkSecret(value: unknown): string {
  if (typeof value !== "string")
    throw new TykConfigError("secret must be a string or a function that gives one");
  const secret = value.trimEnd();
  if (secret === "") throw new TykConfigError("secret must not be empty");
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) {
    throw new TykConfigError("secret holds characters that no header can carry");
  }
  return secret;
}
