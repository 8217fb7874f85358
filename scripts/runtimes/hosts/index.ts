import type { Host } from "../host.ts";
import { commandLineHosts } from "./command-line.ts";

/** Every host, in the order of the table. */
export const hosts: readonly Host[] = [...commandLineHosts];
