import { readNamedFile } from "../connection/files.ts";
import type { FileProblem } from "../errors/command-error.ts";
import type * as Yaml from "../later/yaml.ts";

/** Files of ten thousand clients have a few megabytes. */
const maxBytes = 33_554_432;

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
  DUPLICATE_KEY: "the key is in this map twice",
  MULTIPLE_DOCS: "the file must have one document",
  TAB_AS_INDENT: "tabs cannot indent",
  TAG_RESOLVE_FAILED: "tags of your own are not allowed",
  UNEXPECTED_TOKEN: "this is not valid YAML: check the quotes, the colons and the indentation",
};

/** Reads a YAML or JSON file. What is wrong with the YAML is in `problems`. */
export async function readYamlSource(file: string, source: string): Promise<YamlSource> {
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
    document = yaml.parseDocument(text, { lineCounter: counter, prettyErrors: false });
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
  for (const { offset, message } of findTraps(document, yaml))
    problems.push({ file, ...placeOf(offset), message });
  if (problems.length > 0) return { file, value: undefined, problems, positionOf: () => undefined };
  try {
    // Nested aliases could stand for more data than the memory holds.
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { file, value, problems, positionOf };
  } catch {
    return broken("the aliases stand for too much data");
  }

  function positionOf(pointer: string): Position | undefined {
    return placeOf(findOffset(document, pointer, yaml) ?? document.contents?.range[0]);
  }
}

/** Finds what the parser accepts and a manifest must not have. */
function findTraps(
  document: Yaml.Document.Parsed,
  yaml: typeof Yaml,
): { readonly offset: number | undefined; readonly message: string }[] {
  const found: { offset: number | undefined; message: string }[] = [];
  yaml.visit(document, {
    Pair: (_, { key }) => {
      if (!yaml.isScalar(key)) {
        // The parser would write such a key to stderr.
        found.push({ offset: startOf(key), message: "a key must be a string" });
        return;
      }
      if (typeof key.value === "string") return;
      // `007` is the number 7, and `0x10` is 16.
      if (key.source === String(key.value)) return;
      const message = "YAML reads this key as another value: put it in quotes";
      found.push({ offset: startOf(key), message });
    },
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      found.push({ offset: startOf(alias), message: "the alias has no anchor before it" });
    },
  });
  return found;
}

/** Returns the offset of the part that a JSON pointer names: of the key in a map, and of the item in a list. */
function findOffset(
  document: Yaml.Document.Parsed,
  pointer: string,
  yaml: typeof Yaml,
): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (yaml.isAlias(node)) node = node.resolve(document);
    if (yaml.isMap(node)) {
      const pair = node.items.find(
        ({ key }) => String(yaml.isScalar(key) ? key.value : key) === name,
      );
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (yaml.isSeq(node)) {
      node = node.items[Number(name)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  const { range } = (node ?? {}) as { readonly range?: readonly number[] | null };
  return range?.[0];
}
