import { answersOf, resolve } from "./spec.ts";
import type { Media, Operation, Schema } from "./spec.ts";

export interface Examples {
  /** Which part of the operation they are of, for a failure's message. */
  place: string;
  /** Of an answer alone. */
  status?: number;
  mediaType?: string;
  schema: Schema;
  examples: unknown[];
}

/** The examples of an operation's parameters, bodies and headers: one entry each, empty where there is none. */
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
