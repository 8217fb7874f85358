import { answersOf, resolve } from "./spec.ts";
import type { Media, Operation, Schema } from "./spec.ts";

export interface Examples {
  /** The part of the operation, for the message of a failed test. */
  place: string;
  /** Only for a response. */
  status?: number;
  mediaType?: string;
  schema: Schema;
  examples: unknown[];
}

/** Returns the examples of an operation's parameters, bodies and headers: one entry each, empty if there is none. */
export function examplesOf(operation: Operation): Examples[] {
  const { parameters, item } = operation;
  return [
    ...parameters.map(({ name, schema, example }) => ({
      place: name,
      schema,
      examples: only(example),
    })),
    ...contentOf("request", item.requestBody?.content),
    ...[...answersOf(operation)].flatMap(([status, { headers = {}, content }]) => [
      ...Object.entries(headers).map(([name, { schema, example }]) => ({
        place: `${status} ${name}`,
        schema,
        examples: only(example),
      })),
      ...contentOf(`${status}`, content).map((entry) => ({ ...entry, status })),
    ]),
  ];
}

function contentOf(
  place: string,
  content: Record<string, Media> = {},
): (Examples & { mediaType: string })[] {
  return Object.entries(content).map(([mediaType, { schema, examples = {} }]) => ({
    place: `${place} ${mediaType}`,
    mediaType,
    schema,
    examples: Object.values(examples).map((example) => resolve(example).value),
  }));
}

function only(example: unknown): unknown[] {
  return example === undefined ? [] : [example];
}
