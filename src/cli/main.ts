import { InterruptError } from "./errors/interrupt-error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { run } from "./run.ts";

let interrupt: AbortController | undefined;

/** Returns the signal of Ctrl-C. The first one ends the command with a report of what is done, the second one the process. */
function listenForInterrupts(): AbortSignal {
  if (interrupt !== undefined) return interrupt.signal;
  const controller = new AbortController();
  interrupt = controller;
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodeOf("interrupted"));
      controller.abort(new InterruptError());
    });
  return controller.signal;
}

/** Returns a stream that may be closed by its reader, such as `head`. A command that changes the gateway must still end properly. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.listenerCount("error") === 0)
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
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
    return ignoreClosedPipe(process.stdout);
  },
  get stderr() {
    return ignoreClosedPipe(process.stderr);
  },
  // Help needs no signal, and listening takes time too.
  get signal() {
    return listenForInterrupts();
  },
});
