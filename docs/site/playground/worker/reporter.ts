import type { RunEvent } from "../run/events.ts";

/** A page with more entries would be slow. */
const maxEvents = 2_000;

/**
 * Sends events to the page, up to a limit. The last ones, an error and the end, are always sent.
 *
 * @param send - Sends one event. It must be bound: the program can replace methods of prototypes.
 */
export function createReporter(send: (event: RunEvent) => void): (event: RunEvent) => void {
  let count = 0;
  return (event) => {
    if (event.type === "done" || event.type === "error") {
      send(event);
      return;
    }
    count += 1;
    if (count <= maxEvents) send(event);
    if (count === maxEvents)
      send({
        type: "print",
        level: "warn",
        text: "Nothing more is shown: the program does too much.",
      });
  };
}
