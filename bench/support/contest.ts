import { shuffle } from "simple-statistics";
import type { Role, Slice, SliceTimes } from "../workers/messages.ts";
import type { Settings } from "../settings.ts";
import { Child } from "./child.ts";

/** Who takes part, under the name of its row. */
export type Entrants = Readonly<Record<string, Role>>;

/** The times of each entrant's stretches; those of the same place in all lists were made in the same round. */
export type Times = ReadonlyMap<string, readonly SliceTimes[]>;

/**
 * Lets the entrants make the same stretch of calls, each in a process of its own and one at a time, round after round and in
 * each round in another order.
 */
export async function compete(
  entrants: Entrants,
  slice: Slice,
  { generations, rounds, warmUp }: Settings,
): Promise<Times> {
  const names = Object.keys(entrants);
  const times = new Map<string, SliceTimes[]>(names.map((name) => [name, []]));
  for (let generation = 0; generation < generations; generation += 1) {
    const processes = new Map(
      Object.entries(entrants).map(([name, role]) => [
        name,
        new Child<SliceTimes>("workers/calls.ts", [JSON.stringify(role)]),
      ]),
    );
    try {
      for (const process of processes.values()) await process.ask({ ...slice, calls: warmUp });
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, process] of shuffle([...processes])) {
          times.get(name)?.push(await process.ask(slice));
        }
      }
    } finally {
      for (const process of processes.values()) await process.end();
    }
  }
  return times;
}
