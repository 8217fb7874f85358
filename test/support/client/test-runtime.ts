import type { Runtime } from "../../../src/util/runtime.ts";

/** A runtime with a clock that the test sets, a fixed random number, and waits that are recorded and take no time. */
export class TestRuntime implements Runtime {
  time: number = Date.parse("2026-01-01T00:00:00Z");
  randomNumber: number = 0.5;
  readonly waits: number[] = [];

  now(): number {
    return this.time;
  }

  random(): number {
    return this.randomNumber;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.waits.push(ms);
    this.time += ms;
    await Promise.resolve();
    signal.throwIfAborted();
  }
}
