import { kinds } from "./recorded-gateways.ts";
import { unchanged, fillCall, fillerOf, recordingsOf } from "./recordings.ts";
import type { RecordedAnswer, RecordedCall, Recording } from "./recordings.ts";
import type { RecordedSetup } from "./setup.ts";

export type { RecordedAnswer, RecordedCall as RecordedRequest };

export interface Exchange {
  /** The gateway, the scenario and the position in it, such as `5.14.0/update#3`. */
  name: string;
  scenario: string;
  request: RecordedCall;
  /** Missing if the gateway dropped the connection. */
  answer: RecordedAnswer | undefined;
  /** The response has more fields than the recording keeps. */
  partial: boolean;
  /** The gateway's APIs. */
  apis: RecordedSetup["apis"];
}

/** Every exchange of every recording, with the gateway's own values for the placeholders. */
export const exchanges: Exchange[] = Object.entries(kinds).flatMap(([folder, { setup }]) =>
  recordingsOf(folder).flatMap((recording) => exchangesOf(folder, setup.apis, recording)),
);

function exchangesOf(
  folder: string,
  apis: RecordedSetup["apis"],
  recording: Recording,
): Exchange[] {
  const fill = fillerOf(recording);
  return recording.exchanges.flatMap((step, index) => {
    if (!("request" in step)) return []; // A wait, or a record that vanished.
    const { request, response, partial = false } = step;
    return {
      name: `${folder}/${recording.scenario}#${index}`,
      scenario: recording.scenario,
      request: fillCall(request, fill),
      answer:
        "error" in response ? undefined : { ...response, body: fill(response.body, unchanged) },
      partial,
      apis,
    };
  });
}
