import { readNamedFile } from "../connection/files.ts";
import type { FileProblem } from "../errors/command-error.ts";
import type * as Yaml from "../later/yaml.ts";
import { YamlParts } from "./yaml-parts.ts";

/** A place in a file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A file of data, with the place of each of its parts. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** What is wrong with the YAML itself. */
  readonly problems: readonly FileProblem[];
  /** Finds the part of a JSON pointer, or the nearest part around it. */
  positionOf(pointer: string): Position | undefined;
}

/** What the parser found, by its code. Its own messages quote the text, which may hold a secret. */
const reasons: Readonly<Record<string, string>> = {
  BAD_ALIAS: "the alias has no anchor before it",
  BAD_INDENT: "the indentation is wrong",
  MULTIPLE_DOCS: "the file must have one document",
  TAB_AS_INDENT: "tabs cannot indent",
  TAG_RESOLVE_FAILED: "tags of your own are not allowed",
  UNEXPECTED_TOKEN: "this is not valid YAML: check the quotes, the colons and the indentation",
};

/**
 * Reads a YAML or JSON file. What is wrong with the YAML is in `problems`.
 *
 * @param source - The option or variable that names the file.
 * @param maxBytes - The largest size. A file of ten thousand clients has a few megabytes.
 */
export async function readYamlSource(
  file: string,
  source: string,
  maxBytes = 33_554_432,
): Promise<YamlSource> {
  const text = readNamedFile(file, source, maxBytes);
  const yaml = await import("../later/yaml.ts");
  const counter = new yaml.LineCounter();
  const placeOf = (offset: number | undefined): Position | undefined => {
    if (offset === undefined) return undefined;
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const broken = (message: string): YamlSource => ({
    file,
    value: undefined,
    problems: [{ file, message }],
    positionOf: () => undefined,
  });
  let document: Yaml.Document.Parsed;
  try {
    document = yaml.parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      // Found by `YamlParts`, in one pass.
      uniqueKeys: false,
      // Binary data, dates and sets are no JSON.
      resolveKnownTags: false,
    });
  } catch {
    // Such as a thousand nested lists, for which the stack has no room.
    return broken("the file cannot be parsed");
  }
  const problems: FileProblem[] = [...document.errors, ...document.warnings].map(
    ({ code, pos }) => ({
      file,
      ...placeOf(pos[0]),
      message: reasons[code] ?? "this is not valid YAML",
    }),
  );
  const parts = new YamlParts(document, yaml);
  for (const { offset, message } of parts.traps)
    problems.push({ file, ...placeOf(offset), message });
  if (problems.length > 0) return { file, value: undefined, problems, positionOf: () => undefined };
  return {
    file,
    // The aliases were counted: nodes that they share become shared objects.
    value: document.toJS({ maxAliasCount: -1 }) as unknown,
    problems,
    positionOf: (pointer) => placeOf(parts.offsetOf(pointer)),
  };
}
