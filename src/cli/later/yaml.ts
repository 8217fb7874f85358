/** The YAML parser. A module of its own, so that it is loaded when a file is read. */
export { parse } from "yaml";
