import { InterruptError } from "./errors/interrupt-error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { run } from "./run.ts";

const interrupt = new AbortController();

// The first Ctrl-C ends the command with a report of what is done. The second one ends the process.
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.on(name, () => {
    if (interrupt.signal.aborted) process.exit(exitCodeOf("interrupted"));
    interrupt.abort(new InterruptError());
  });

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
  signal: interrupt.signal,
});
