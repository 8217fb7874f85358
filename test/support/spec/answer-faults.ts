import type { RecordedAnswer } from "../recordings/exchanges.ts";
import { faultsOf } from "./schema-faults.ts";
import { answersOf } from "./spec.ts";
import type { Header, Media, Operation } from "./spec.ts";

/** The headers that the recordings keep besides content-type. */
const keptHeaders = ["location", "cache-control", "pragma"];

/** Returns the differences between a response and the spec. */
export function answerFaultsOf(
  operation: Operation,
  recorded: RecordedAnswer,
  partial: boolean,
): string[] {
  const answer = answersOf(operation).get(recorded.status);
  if (!answer) return [`status ${recorded.status} is not in the spec`];
  return [
    ...headerFaultsOf(answer.headers ?? {}, recorded.headers),
    ...bodyFaultsOf(answer.content ?? {}, recorded, partial),
  ];
}

/** Returns the response's media type as the spec names it, without the charset. */
export function mediaTypeOf({ headers }: RecordedAnswer): string | undefined {
  return headers["content-type"]?.split(";")[0];
}

function bodyFaultsOf(
  content: Record<string, Media>,
  recorded: RecordedAnswer,
  partial: boolean,
): string[] {
  const mediaType = mediaTypeOf(recorded);
  if (mediaType === undefined) {
    const expected = Object.keys(content);
    if (expected.length > 0) return [`no content-type, the spec has ${expected.join(", ")}`];
    return recorded.body === "" ? [] : ["a body where the spec has none"];
  }
  const media = content[mediaType];
  if (!media) return [`${mediaType} with status ${recorded.status} is not in the spec`];
  return faultsOf(bodyOf(recorded.body, media), media.schema, partial);
}

/** Text if the spec has text, otherwise JSON, whatever the content type. */
function bodyOf(body: string, { schema }: Media): unknown {
  return schema["type"] === "string" ? body : JSON.parse(body);
}

function headerFaultsOf(known: Record<string, Header>, sent: Record<string, string>): string[] {
  return keptHeaders.flatMap((name) => {
    const header = known[name];
    const value = sent[name];
    if (!header) return value === undefined ? [] : [`header ${name} is not in the spec`];
    if (value === undefined) return header.required ? [`header ${name} is missing`] : [];
    return faultsOf(value, header.schema);
  });
}
