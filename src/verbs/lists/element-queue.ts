import type { ListReceiver } from "../../transport/list/list-receiver.ts";

/** How many bytes of a list may wait for the consumer. 16 MiB are about 70,000 clients. */
const maxWaitingBytes = 16 * 1024 * 1024;

interface Batch {
  readonly elements: readonly unknown[];
  readonly bytes: number;
}

/**
 * Holds the elements of a list until the consumer of an iterator takes them. The list is read ahead of a slow consumer: a gateway
 * closes connections on which it has waited for long. Only if much is waiting, the reader waits too.
 */
export class ElementQueue<Element> implements ListReceiver {
  readonly #batches: Batch[] = [];
  #waitingBytes = 0;
  #isUsed = false;
  #isEnded = false;
  /** Continues the consumer, which waits for elements. */
  #wakeConsumer: (() => void) | undefined;
  /** Continues the reader, which waits for the consumer. */
  #wakeReader: (() => void) | undefined;

  /** Whether no element has been added. */
  get isEmpty(): boolean {
    return !this.#isUsed && this.#batches.length === 0;
  }

  restart(): boolean {
    if (this.#isUsed) return false;
    this.#batches.length = 0;
    this.#waitingBytes = 0;
    return true;
  }

  add(elements: readonly unknown[], bytes: number): Promise<void> | undefined {
    this.#batches.push({ elements, bytes });
    this.#waitingBytes += bytes;
    this.#wakeConsumer?.();
    if (this.#waitingBytes <= maxWaitingBytes) return undefined;
    return new Promise((resolve) => {
      this.#wakeReader = resolve;
    });
  }

  /** Ends the queue: no more elements follow. */
  end(): void {
    this.#isEnded = true;
    this.#wakeConsumer?.();
  }

  /** Takes the next elements; `undefined` at the end. */
  async take(): Promise<readonly Element[] | undefined> {
    while (this.#batches.length === 0 && !this.#isEnded)
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    const batch = this.#batches.shift();
    if (batch === undefined) return undefined;
    this.#isUsed = true;
    this.#waitingBytes -= batch.bytes;
    if (this.#waitingBytes <= maxWaitingBytes) this.#wakeReader?.();
    // The response guard has checked each element.
    return batch.elements as readonly Element[];
  }
}
