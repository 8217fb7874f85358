import { InterruptError } from "./errors/interrupt-error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { run } from "./run.ts";

let interrupt: AbortController | undefined;
let isOutputLost = false;

/** Returns the signal of Ctrl-C, `kill` and a closed terminal. The first one ends the command with a report of what is done, the second one the process. */
function listenForInterrupts(): AbortSignal {
  if (interrupt !== undefined) return interrupt.signal;
  const controller = new AbortController();
  interrupt = controller;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodeOf("interrupted"));
      controller.abort(new InterruptError());
    });
  return controller.signal;
}

/**
 * Goes on if a stream cannot be written, because a command that changes the gateway must still end properly. A reader that closes
 * the pipe, such as `head`, has all it wants. Any other loss of results, such as a full disk, is an error.
 */
function tolerateLoss(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.listenerCount("error") === 0)
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (stream !== process.stdout || code === "EPIPE" || isOutputLost) return;
      isOutputLost = true;
      tolerateLoss(process.stderr).write(
        `error: stdout cannot be written (${code ?? "unknown"})\n`,
      );
      process.once("exit", (exitCode) => {
        if (exitCode === exitCodeOf("done")) process.exitCode = exitCodeOf("unproved");
      });
    });
  return stream;
}

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  // Each stream is opened when it is used: opening all three takes longer than the help.
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return tolerateLoss(process.stdout);
  },
  get stderr() {
    return tolerateLoss(process.stderr);
  },
  // Help needs no signal, and listening takes time too.
  get signal() {
    return listenForInterrupts();
  },
});
