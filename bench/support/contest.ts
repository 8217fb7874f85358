import { shuffle } from "simple-statistics";
import type { Settings } from "../settings.ts";
import type { Role, Slice, SliceTimes } from "../workers/messages.ts";
import { Child } from "./child.ts";

/** Who takes part, under the name of its row. */
export type Entrants = Readonly<Record<string, Role>>;

/** What one call took in each round, in microseconds. The same place in all lists is the same round. */
export interface CallTimes {
  /** By the clock. */
  readonly wall: number[];
  /** Of the processor, by the contender's process. */
  readonly cpu: number[];
}

/** The times of an entrant. */
export type Times = (name: string) => CallTimes;

/**
 * Lets the entrants make the same stretch of calls, each in a process of its own and one at a time, round after round and in
 * each round in another order.
 */
export async function compete(
  entrants: Entrants,
  slice: Slice,
  { generations, rounds, warmUp }: Settings,
): Promise<Times> {
  const times = new Map(
    Object.keys(entrants).map((name): [string, CallTimes] => [name, { wall: [], cpu: [] }]),
  );
  const timesOf: Times = (name) => times.get(name) ?? { wall: [], cpu: [] };
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
          const { wallMs, cpuMs } = await process.ask(slice);
          timesOf(name).wall.push((wallMs * 1000) / slice.calls);
          timesOf(name).cpu.push((cpuMs * 1000) / slice.calls);
        }
      }
    } finally {
      for (const process of processes.values()) await process.end();
    }
  }
  return timesOf;
}
