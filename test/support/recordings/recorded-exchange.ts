import { exchanges } from "./exchanges.ts";
import type { RecordedRequest } from "./exchanges.ts";
import type { Reply } from "../network/fake-fetch.ts";

/** Returns a recorded request to a real gateway, and its response. */
export function recordedExchange(name: string): { request: RecordedRequest; reply: Reply } {
  const exchange = exchanges.find((one) => one.name === name);
  if (exchange?.answer === undefined) throw new Error(`No answer is recorded as ${name}`);
  const { request, answer } = exchange;
  const { status, headers } = answer;
  return { request, reply: () => new Response(answer.body, { status, headers }) };
}
