import { TykConfigError } from "../errors/before-request.ts";
import { currentProcess } from "../util/process.ts";
import type { SecretFile } from "./secret-file.ts";

/** The part of Node's `fs` that is used here. */
export interface FileSystem {
  readonly constants: { readonly O_RDONLY: number; readonly O_NONBLOCK?: number };
  readonly promises: {
    stat(path: string): Promise<FileStats>;
    open(path: string, flags: number): Promise<FileHandle>;
  };
}

interface FileStats {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

interface FileHandle {
  stat(): Promise<FileStats>;
  read(buffer: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}

const maxBytes = 65_536;

/** Returns `node:fs`. An import would fail at load time in runtimes without it. */
function nodeFiles(): unknown {
  return currentProcess().getBuiltinModule?.("node:fs");
}

/**
 * Reads the gateway's secret from a file. Concurrent calls share one read, so a file system that hangs blocks one thread of the
 * process and not one for each call.
 */
export function readSecretFile(
  file: SecretFile,
  files: () => unknown = nodeFiles,
): Promise<string> {
  return (file.reading ??= readSecret(file, files()).finally(() => {
    file.reading = undefined;
  }));
}

async function readSecret({ variable, path }: SecretFile, files: unknown): Promise<string> {
  const fs = files as FileSystem | undefined;
  if (fs === undefined)
    throw new TykConfigError(`${variable} needs a runtime that can read files (node:fs)`);
  try {
    return await readRegularFile(variable, path, fs);
  } catch (error) {
    if (error instanceof TykConfigError) throw error;
    const { code } = error as { readonly code?: unknown };
    const shown = typeof code === "string" && /^E[A-Z]{2,15}$/.test(code) ? ` (${code})` : "";
    throw new TykConfigError(`${variable}: the file cannot be read${shown}`);
  }
}

async function readRegularFile(variable: string, path: string, fs: FileSystem): Promise<string> {
  // Checked before opening: opening a FIFO waits for a writer, and opening a device can have effects.
  requireRegular(variable, await fs.promises.stat(path));
  const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;
  const file = await fs.promises.open(path, O_RDONLY | O_NONBLOCK);
  try {
    // Checked again, because the path may have been replaced since.
    requireRegular(variable, await file.stat());
    return await readText(variable, file);
  } finally {
    // A failure to close must not discard the secret.
    await file.close().catch(() => undefined);
  }
}

function requireRegular(variable: string, stats: FileStats): void {
  if (!stats.isFile())
    throw new TykConfigError(
      `${variable}: the path is ${kindOf(stats)}, and must be a regular file`,
    );
}

function kindOf(stats: FileStats): string {
  if (stats.isDirectory()) return "a directory";
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  return stats.isBlockDevice() || stats.isCharacterDevice() ? "a device" : "of an unknown kind";
}

/** Reads to the end of the file. The size from `stat` is wrong for some files: it is 0 in `/proc`. */
async function readText(variable: string, file: FileHandle): Promise<string> {
  const bytes = new Uint8Array(maxBytes + 1);
  let size = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, size, bytes.byteLength - size);
    size += bytesRead;
    if (size > maxBytes)
      throw new TykConfigError(`${variable}: the file is larger than ${maxBytes} bytes`);
    if (bytesRead === 0) return new TextDecoder().decode(bytes.subarray(0, size));
  }
}
