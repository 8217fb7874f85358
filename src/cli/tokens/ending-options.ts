import type { EndTokensArgs } from "@tyk-oauth/sdk";
import type { OptionSpec } from "../spec/command-spec.ts";
import type { ParsedInput } from "../spec/parsed-input.ts";

/** The options of every command that ends all tokens of a client. */
export const endingOptions: readonly OptionSpec[] = [
  {
    flags: "--skip-sweep",
    description: "do not search the gateway's keys: unlisted tokens then stay unproved",
  },
  {
    flags: "--skip-wait",
    description: "do not wait 11 seconds for the session cache, which may accept ended tokens",
  },
  { flags: "--wait <duration>", description: "wait longer for the session cache" },
];

/** Reads the options of a command that ends tokens. */
export function readEndingArgs(input: ParsedInput): EndTokensArgs {
  input.exclude("--wait", "--skip-wait");
  const waitMs = input.duration("--wait");
  return {
    ...(input.flag("--skip-sweep") ? { sweep: false } : {}),
    ...(input.flag("--skip-wait") ? { wait: false } : {}),
    ...(waitMs === undefined ? {} : { wait: waitMs }),
  };
}
