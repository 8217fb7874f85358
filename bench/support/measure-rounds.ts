import { shuffle } from "simple-statistics";
import type { Settings } from "../settings.ts";
import type { ContenderConfig, Batch, BatchTimes } from "../workers/messages.ts";
import { Child } from "./child.ts";

/** The contenders of a table, by the name of their row. */
export type Contenders = Readonly<Record<string, ContenderConfig>>;

/** The time of one call in each round, in microseconds. The same index is the same round in all lists. */
export interface CallTimes {
  /** Elapsed time. */
  readonly wall: number[];
  /** CPU time of the contender's process. */
  readonly cpu: number[];
}

/** Returns the times of a contender. */
export type TimesOf = (name: string) => CallTimes;

/**
 * Measures the same batch of calls for each contender. Each contender has its own process, and only one runs at a time. Every round
 * has another order.
 */
export async function measureRounds(
  contenders: Contenders,
  batch: Batch,
  { generations, rounds, warmUp }: Settings,
): Promise<TimesOf> {
  const times = new Map(
    Object.keys(contenders).map((name): [string, CallTimes] => [name, { wall: [], cpu: [] }]),
  );
  const timesOf: TimesOf = (name) => times.get(name) ?? { wall: [], cpu: [] };
  for (let generation = 0; generation < generations; generation += 1) {
    const processes = new Map(
      Object.entries(contenders).map(([name, config]) => [
        name,
        new Child<BatchTimes>("workers/calls.ts", [JSON.stringify(config)]),
      ]),
    );
    try {
      for (const process of processes.values()) await process.request({ ...batch, calls: warmUp });
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, process] of shuffle([...processes])) {
          const { wallMs, cpuMs } = await process.request(batch);
          timesOf(name).wall.push((wallMs * 1000) / batch.calls);
          timesOf(name).cpu.push((cpuMs * 1000) / batch.calls);
        }
      }
    } finally {
      for (const process of processes.values()) await process.end();
    }
  }
  return timesOf;
}
