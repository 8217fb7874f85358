import { TykConfigError } from "../errors/before-request.ts";
import { thrownName } from "../util/fail.ts";
import { readSecretFile } from "./read-secret-file.ts";
import type { SecretFile } from "./secret-file.ts";
import { checkSecret } from "./secret.ts";
import type { SecretFunction } from "./secret.ts";

/** Gets the secret of a function or a file. Throws a `TykConfigError` without the message of a failing function. */
export async function callSecretFunction(
  source: SecretFunction | SecretFile,
  name: string,
): Promise<string> {
  if (typeof source !== "function") return checkSecret(await readSecretFile(source), name);
  let secret: unknown;
  try {
    secret = await source();
  } catch (error) {
    // The error of a vault may quote the vault's token, so only the error's name is passed on.
    throw new TykConfigError(`the secret function failed (${thrownName(error)})`);
  }
  return checkSecret(secret, name);
}
