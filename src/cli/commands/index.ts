import type { CommandSpec } from "../spec/command-spec.ts";
import { apply } from "./apply.ts";
import { audit } from "./audit.ts";
import { clientsCreate } from "./clients-create.ts";
import { clientsDelete } from "./clients-delete.ts";
import { clientsGet } from "./clients-get.ts";
import { clientsInspect } from "./clients-inspect.ts";
import { clientsList } from "./clients-list.ts";
import { clientsRotate } from "./clients-rotate.ts";
import { clientsUpdate } from "./clients-update.ts";
import { completion } from "./completion.ts";
import { cutOff } from "./cut-off.ts";
import { doctor } from "./doctor.ts";
import { drift } from "./drift.ts";
import { exportCommand } from "./export.ts";
import { gatewayCommand } from "./gateway.ts";
import { plan } from "./plan.ts";
import { tokensFind } from "./tokens-find.ts";
import { tokensInspect } from "./tokens-inspect.ts";
import { tokensList } from "./tokens-list.ts";
import { tokensPurge } from "./tokens-purge.ts";
import { tokensRevokeAll } from "./tokens-revoke-all.ts";
import { tokensRevoke } from "./tokens-revoke.ts";
import { validate } from "./validate.ts";

/** Every command, in the order of the help. A new command is one file, and a line here. */
export const commandSpecs: readonly CommandSpec[] = [
  doctor,
  clientsList,
  clientsGet,
  clientsInspect,
  clientsCreate,
  clientsUpdate,
  clientsRotate,
  clientsDelete,
  tokensList,
  tokensInspect,
  tokensFind,
  tokensRevoke,
  tokensRevokeAll,
  tokensPurge,
  cutOff,
  validate,
  plan,
  apply,
  drift,
  exportCommand,
  audit,
  gatewayCommand,
  completion,
];
