import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ApplyReport } from "@tyk-oauth/sdk/manifest";
import { preparePrivateFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import { formatCount } from "../output/format-duration.ts";
import type { Output } from "../output/output.ts";

/** The folder of `--secret-out`: a file for each generated secret, which only its owner can read. */
export class SecretFolder {
  readonly #folder: string;
  /** The files of this run, by client. */
  readonly #staged = new Map<string, string>();

  /** Makes the folder, and checks that files can be written, before any request. */
  constructor(folder: string) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      throw new UsageError(`--secret-out: ${folder} is not a folder, and cannot be made`);
    }
    preparePrivateFile(join(folder, "check"), "--secret-out").discard();
    this.#folder = folder;
  }

  /** Writes a secret before the gateway gets it. A file of an earlier client is kept beside it. */
  readonly stage = (secret: string, { clientId }: { readonly clientId: string }): void => {
    const path = join(this.#folder, `${encodeURIComponent(clientId)}.secret`);
    const file = preparePrivateFile(path, "--secret-out");
    try {
      file.write(`${secret}\n`);
      if (existsSync(path)) renameSync(path, previousOf(path));
      file.publish();
    } finally {
      file.discard();
    }
    this.#staged.set(clientId, path);
  };

  /** Removes the secrets of clients that were not created, and says where the others are. */
  settle({ clients }: ApplyReport, output: Output): void {
    let kept = 0;
    for (const { clientId, steps } of clients) {
      const path = this.#staged.get(clientId);
      if (path === undefined) continue;
      const isUnused = steps.every(
        ({ action, state }) => action !== "create" || state === "not-done",
      );
      if (!isUnused) kept += 1;
      else if (existsSync(previousOf(path))) renameSync(previousOf(path), path);
      else rmSync(path, { force: true });
    }
    if (kept > 0)
      output.note(`${formatCount(kept, "generated secret")} written to ${this.#folder}.`);
  }
}

function previousOf(path: string): string {
  return `${path}.previous`;
}
