import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The reply of a child process. */
type Reply<Result> = { readonly result: Result } | { readonly error: string };

/** A child process that handles one request at a time. */
export class Child<Result> {
  readonly #process: ChildProcess;
  #settle: ((reply: Reply<Result>) => void) | undefined;

  /**
   * @param file - The path relative to the bench's folder.
   * @param flags - Flags of Node.
   */
  constructor(file: string, args: readonly string[] = [], flags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    this.#process = fork(path, args, {
      execArgv: [...flags],
      serialization: "advanced",
      // Hides what a child prints, but shows its errors.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#process.on("message", (reply) => this.#settle?.(reply as Reply<Result>));
    this.#process.on("exit", (code) =>
      this.#settle?.({ error: `${file} exited with code ${code}` }),
    );
  }

  /** Sends a request and waits for the result. */
  async request(message: unknown): Promise<Result> {
    if (this.#process.exitCode !== null) throw new Error("the child process has exited");
    const reply = await new Promise<Reply<Result>>((settle) => {
      this.#settle = settle;
      this.#process.send(message as object);
    });
    if ("error" in reply) throw new Error(reply.error);
    return reply.result;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }
}

/** In a child process: handles each request of the parent, and exits with the parent. The parent's requests must fit `handle`. */
export function serveParent(handle: (message: never) => unknown): void {
  const reply = async (message: unknown): Promise<Reply<unknown>> => {
    try {
      return { result: await handle(message as never) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on("message", (message) => {
    void reply(message).then((result) => process.send?.(result));
  });
  process.on("disconnect", () => process.exit());
}

/** Runs one request in a new process. */
export async function runInChild<Result>(
  file: string,
  message: unknown,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Result> {
  const child = new Child<Result>(file, args, flags);
  try {
    return await child.request(message);
  } finally {
    await child.end();
  }
}
