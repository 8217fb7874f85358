import { toBytes } from "../../util/bytes.ts";
import { discardBody, readerOf } from "../body-reader.ts";
import type { BodySource } from "../body-reader.ts";
import type { Deadline } from "../deadline.ts";
import { NotBytesError } from "../read-body.ts";
import { ListParser } from "./list-parser.ts";

/** Thrown if a list is larger than the limit of a whole list. */
export class ListTooLargeError extends Error {}

/** Limits how many bytes are parsed at once, because some bodies come as one chunk. */
const maxChunkBytes = 65_536;

/** How a list is read. */
export interface ListReading {
  /** Where the list is in the response, as a JSON Pointer. */
  readonly pointer: "" | `/${string}`;
  /** The most bytes of one element, and of the rest of the response. */
  readonly maxBytes: number;
  /** The most bytes of the whole response. */
  readonly maxListBytes: number;
  /** Called with the next elements. No more are read until the promise is fulfilled. */
  readonly add: (items: unknown[], bytes: number) => Promise<void> | undefined;
}

/** A response without the elements of its list. */
export interface RestOfResponse {
  readonly text: string;
  /** Whether the response had the list. */
  readonly hasList: boolean;
}

/**
 * Reads a response whose list can be large, element by element. Once the list has begun, each chunk starts the time of `deadline`
 * anew: a long list may take long, but not be silent for long. On every way out the body is read to its end or cancelled.
 */
export async function readList(
  response: BodySource,
  deadline: Pick<Deadline, "race" | "restart" | "pause">,
  { pointer, maxBytes, maxListBytes, add }: ListReading,
): Promise<RestOfResponse> {
  const parser = new ListParser(pointer, maxBytes);
  const reader = readerOf(response);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = reader === null ? { done: true } : await deadline.race(reader.read());
      if (done) return { text: parser.end(), hasList: parser.hasList };
      const chunk = toBytes(value);
      if (chunk === undefined) throw new NotBytesError("not bytes");
      size += chunk.byteLength;
      if (size > maxListBytes) throw new ListTooLargeError();
      for (let start = 0; start < chunk.byteLength; start += maxChunkBytes) {
        const bytes = chunk.subarray(start, start + maxChunkBytes);
        const items = parser.push(bytes);
        const wait = items.length === 0 ? undefined : add(items, bytes.byteLength);
        if (wait !== undefined) await waitFor(wait, deadline);
      }
      if (parser.hasList) deadline.restart();
    }
  } catch (error) {
    if (reader !== null) discardBody(reader);
    throw error;
  }
}

/** Waits until more elements are wanted. The time of the deadline does not run meanwhile; an abort ends the wait. */
async function waitFor(
  wait: Promise<void>,
  deadline: Pick<Deadline, "race" | "pause">,
): Promise<void> {
  const resume = deadline.pause();
  try {
    await deadline.race(wait);
  } finally {
    resume();
  }
}
