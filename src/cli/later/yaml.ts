/** The YAML parser. A module of its own, so that it is loaded when a file is read. */
export {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseDocument,
  stringify,
  visit,
} from "yaml";
export type { Document, Node, Pair } from "yaml";
