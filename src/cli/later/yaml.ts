/** The YAML parser. A module of its own, so that it is loaded when a file is read. */
export {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
} from "yaml";
export type { Alias, Document, Pair, Scalar, YAMLMap } from "yaml";
