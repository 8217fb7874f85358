import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { SecretResolver } from "@tyk-oauth/sdk/manifest";
import { readNamedFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import type { Host } from "../host.ts";

const maxSecretBytes = 65_536;

type Fields = Record<string, unknown>;

/** Resolves references to secrets: variables, and files relative to the working directory. */
export class FileSecrets {
  readonly #env: Host["env"];
  /** Why a file cannot be read. The manifest itself shows no errors of the function, which could quote a secret. */
  readonly #reasons = new Map<string, string>();

  constructor({ env }: Pick<Host, "env">) {
    this.#env = env;
  }

  readonly resolve: SecretResolver = (reference) => {
    if ("env" in reference) return this.#env[reference.env] ?? "";
    const { file } = reference;
    try {
      // One newline: whoever ends a secret with spaces means them.
      return readNamedFile(file, "", maxSecretBytes).replace(/\r?\n$/, "");
    } catch (error) {
      if (error instanceof UsageError) this.#reasons.set(file, error.message.replace(/^: /, ""));
      throw error;
    }
  };

  /** Adds the reason to the message about a file that cannot be read. */
  explain(message: string): string {
    const file = /^the file (.*) cannot be read: /s.exec(message)?.[1] ?? "";
    const reason = this.#reasons.get(file);
    if (reason !== undefined) return `the secret: ${reason}`;
    return message;
  }
}

/**
 * Makes the files of a document's references relative to the working directory. In the manifest they are relative to its own
 * folder, and a saved plan does not know that folder.
 */
export function rebaseSecretFiles(document: unknown, file: string): void {
  const folder = dirname(file);
  // An alias makes two clients share one object.
  const rebased = new Set<unknown>();
  const rebase = (clients: unknown): void => {
    for (const client of Object.values(toFields(clients))) {
      const secret = toFields(toFields(client)["secret"]);
      const { file: path } = secret;
      if (typeof path !== "string" || path === "" || rebased.has(secret)) continue;
      rebased.add(secret);
      if (!isAbsolute(path))
        secret["file"] = isAbsolute(folder)
          ? join(folder, path)
          : relative("", resolve(folder, path));
    }
  };
  const { clients, environments } = toFields(document);
  rebase(clients);
  for (const environment of Object.values(toFields(environments)))
    rebase(toFields(environment)["clients"]);
}

function toFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
