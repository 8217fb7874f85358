import { parseArgs } from "node:util";
import type { Host } from "./host.ts";

/** What a run does. */
export interface Arguments<Item = Host> {
  readonly hosts: readonly Item[];
  /** Whether the hosts were named, so each of them must be there. */
  readonly areNamed: boolean;
  /** Whether the table of the documents is written. */
  readonly writes: boolean;
}

export const usage: string = `npm run test:runtimes                     every host; writes the table of docs/runtimes.md
npm run test:runtimes -- --quick          the hosts that CI runs
npm run test:runtimes -- --only=bun,deno  some hosts; each must be available
npm run test:runtimes -- --write ...      also writes the rows of the hosts that ran`;

/** Reads the arguments of the command. Throws if one is unknown. */
export function readArguments<Item extends Pick<Host, "id" | "isQuick">>(
  args: readonly string[],
  all: readonly Item[],
): Arguments<Item> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const { only, quick, write } = values;
  if (only !== undefined && quick) throw new Error("use --only or --quick, not both");
  const isFull = only === undefined && !quick;
  const hosts =
    only === undefined ? all.filter(({ isQuick }) => isFull || isQuick) : select(only, all);
  return { hosts, areNamed: only !== undefined, writes: write || isFull };
}

function select<Item extends Pick<Host, "id">>(only: string, all: readonly Item[]): Item[] {
  const ids = only.split(",").map((id) => id.trim());
  for (const id of ids) {
    if (!all.some((host) => host.id === id)) {
      const known = all.map((host) => host.id).join(", ");
      throw new Error(`unknown host ${JSON.stringify(id)}; the hosts are ${known}`);
    }
  }
  return all.filter(({ id }) => ids.includes(id));
}
