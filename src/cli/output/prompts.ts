import type * as Prompts from "../later/prompts.ts";
import type { Readable, Writable } from "node:stream";
import { InterruptError } from "../errors/interrupt-error.ts";
import type { Host } from "../host.ts";

/** Asks on the terminal, and writes to stderr only. Throws if the person cancels. */
async function ask<T extends string | boolean>(
  host: Host,
  prompt: (
    clack: typeof Prompts,
    streams: { input: Readable; output: Writable; signal: AbortSignal },
  ) => Promise<T | typeof Prompts.CANCEL_SYMBOL>,
): Promise<T> {
  const clack = await import("../later/prompts.ts");
  const { stdin: input, stderr: output, signal } = host;
  const answer = await prompt(clack, { input, output, signal });
  if (typeof answer === "symbol") throw new InterruptError();
  return answer;
}

/** Asks a yes-or-no question, whose default is no. */
export function askConfirmation(host: Host, message: string): Promise<boolean> {
  return ask(host, (clack, streams) => clack.confirm({ message, initialValue: false, ...streams }));
}

/** Asks for a text that must equal `expected`. */
export async function askToType(host: Host, message: string, expected: string): Promise<void> {
  await ask(host, (clack, streams) =>
    clack.text({
      message,
      placeholder: expected,
      validate: (value) =>
        value?.trim() === expected ? undefined : `Type ${expected}, or press Ctrl-C to stop.`,
      ...streams,
    }),
  );
}

/** Asks for a secret, which the terminal does not show. */
export function askSecret(host: Host, message: string): Promise<string> {
  return ask(host, (clack, streams) => clack.password({ message, ...streams }));
}
