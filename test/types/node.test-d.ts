// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type { TykFetch } from "../../src/index.ts";
import type * as node from "../../src/node/index.ts";
import type { Check, Same } from "../support/util/types.ts";

type Options = node.NodeFetchOptions;

export type TheFetch = [
  Check<node.NodeFetch extends TykFetch ? true : false>,
  // Node's own word for it is a string or a Buffer, or a list of both; whatever readFileSync gives will do.
  Check<Buffer extends node.Pem ? true : false>,
  Check<(string | Buffer)[] extends node.Pem ? true : false>,
  // Nothing switches the check of the server's certificate off.
  Check<Same<Extract<keyof Options, "rejectUnauthorized" | "checkServerIdentity">, never>>,
  // Every option may be left out, and may be undefined.
  Check<object extends Options ? true : false>,
  Check<Same<Extract<undefined, Options[keyof Options]>, undefined>>,
];
