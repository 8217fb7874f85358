import type { CommandSpec } from "../spec/command-spec.ts";
import { doctor } from "./doctor.ts";

/** Every command, in the order of the help. A new command is one file, and a line here. */
export const commandSpecs: readonly CommandSpec[] = [doctor];
