import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a child sends back: its answer, or why there is none. */
type Reply<Answer> = { readonly answer: Answer } | { readonly error: string };

/** A process of its own, which is asked one thing after the other. */
export class Child<Answer> {
  readonly #process: ChildProcess;
  #settle: ((reply: Reply<Answer>) => void) | undefined;

  /**
   * @param file - From the bench's folder.
   * @param flags - Node's own.
   */
  constructor(file: string, args: readonly string[] = [], flags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    this.#process = fork(path, args, {
      execArgv: [...flags],
      serialization: "advanced",
      // What a child prints is no result; what it complains of is to be seen.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#process.on("message", (reply) => this.#settle?.(reply as Reply<Answer>));
    this.#process.on("exit", (code) => this.#settle?.({ error: `${file} ended with ${code}` }));
  }

  /** Asks, and waits for the answer. */
  async ask(question: unknown): Promise<Answer> {
    if (this.#process.exitCode !== null) throw new Error("the process has ended");
    const reply = await new Promise<Reply<Answer>>((settle) => {
      this.#settle = settle;
      this.#process.send(question as object);
    });
    if ("error" in reply) throw new Error(reply.error);
    return reply.answer;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }
}

/** In a child: answers each question of the runner, and ends with it. What it is asked the runner knows. */
export function answerChild(answer: (question: never) => unknown): void {
  const reply = async (question: unknown): Promise<Reply<unknown>> => {
    try {
      return { answer: await answer(question as never) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on("message", (question) => {
    void reply(question).then((message) => process.send?.(message));
  });
  process.on("disconnect", () => process.exit());
}

/** Asks a process of its own once. */
export async function askOnce<Answer>(
  file: string,
  question: unknown,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Answer> {
  const child = new Child<Answer>(file, args, flags);
  try {
    return await child.ask(question);
  } finally {
    await child.end();
  }
}
