import { bodyRows } from "./rows/body.ts";
import { connectionRows } from "./rows/connection.ts";
import { protocolRows } from "./rows/protocol.ts";
import { redirectRows } from "./rows/redirect.ts";
import { statusRows } from "./rows/status.ts";
import { tlsRows } from "./rows/tls.ts";
import { unusableRows } from "./rows/unusable.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { testRow } from "../support/faults/row.ts";

fixRandomness();

// Every way in which an attempt fails by itself, as a table; what needs more than one answer stands in files of its own.
for (const row of [
  ...connectionRows,
  ...tlsRows,
  ...bodyRows,
  ...unusableRows,
  ...protocolRows,
  ...statusRows,
  ...redirectRows,
]) {
  testRow(row);
}
