/** The YAML parser. A module of its own, so that it is loaded when a file is read. */
export {
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
export type { Alias, Pair, Scalar, YAMLMap } from "yaml";
