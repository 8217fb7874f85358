import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors/command-error.ts";

const maxSecretBytes = 65_536;

/** Reads a file that an option or a variable names. The message of the error names both. */
export function readNamedFile(path: string, source: string, maxBytes = 67_108_864): string {
  try {
    const { size } = statNamedFile(path, source);
    if (size > maxBytes)
      throw new UsageError(`${source}: ${path} is larger than ${maxBytes} bytes`);
    return decodeText(readFileSync(path), `${source}: ${path}`);
  } catch (error) {
    throw toFileError(error, path, source);
  }
}

/** Decodes UTF-8, without a byte order mark. Other bytes would silently become other characters. */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${what} is not UTF-8 text`);
  }
}

/** Reads a secret from a file, without the line break at its end. */
export function readSecretFile(path: string, source: string): string {
  const secret = readNamedFile(path, source, maxSecretBytes).trimEnd();
  if (secret === "") throw new UsageError(`${source}: ${path} is empty`);
  return secret;
}

function statNamedFile(path: string, source: string): { readonly size: number } {
  const stat = statSync(path);
  // A named pipe would block, and a device may never end.
  if (!stat.isFile()) throw new UsageError(`${source}: ${path} is not a regular file`);
  return stat;
}

/** A file that only its owner can read. It appears complete, or not at all. */
export interface PrivateFile {
  readonly path: string;
  /** Writes the text to a temporary file beside the path. */
  write(text: string): void;
  /** Moves what was written to the path, or to another one. Replaces an existing file. */
  publish(path?: string): void;
  /** Removes what was written and not published. */
  discard(): void;
}

/** Prepares a private file before anything else is done: later it would be too late to find that it cannot be written. */
export function preparePrivateFile(path: string, source: string): PrivateFile {
  const temporary = join(dirname(path), `.tyk-oauth-${crypto.randomUUID()}`);
  const guard = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      throw toFileError(error, path, source);
    }
  };
  const create = (text: string): void => {
    writeFileSync(temporary, text, { mode: 0o600 });
  };
  guard(() => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
      throw new UsageError(`${source}: ${path} is not a regular file`);
    create("");
  });
  return {
    path,
    write: (text) => {
      guard(() => {
        create(text);
      });
    },
    publish: (target = path) => {
      guard(() => {
        renameSync(temporary, target);
      });
    },
    discard: () => {
      rmSync(temporary, { force: true });
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "is a folder",
};

function toFileError(error: unknown, path: string, source: string): UsageError {
  if (error instanceof UsageError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return new UsageError(`${source}: ${path}: ${reasons[code] ?? `cannot be used (${code})`}`);
}
