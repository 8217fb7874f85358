import { TykManifestError } from "../errors/manifest.ts";
import type { ManifestProblem } from "../errors/manifest.ts";
import { bareObject } from "../util/bare-object.ts";
import { copyPlain } from "../util/copy-plain.ts";
import { idProblem } from "../transport/request/ids.ts";
import { findShapeProblems } from "./check-shape.ts";
import { managedFields } from "./fields.ts";
import type { Plan } from "./plan-types.ts";
import { pointer } from "./pointer.ts";
import type { ManifestSchema } from "./schema.ts";

const text: ManifestSchema = { type: "string", minLength: 1 };
const flag: ManifestSchema = { type: "boolean", const: true };
const anyJson: ManifestSchema = {};

function object(
  required: Readonly<Record<string, ManifestSchema>>,
  optional: Readonly<Record<string, ManifestSchema>> = {},
): ManifestSchema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

function list(items: ManifestSchema): ManifestSchema {
  return { type: "array", items };
}

const change = object({ field: { enum: [...managedFields] }, from: anyJson, to: anyJson });
const copy = object(
  { apiId: text, action: { enum: ["create", "update", "delete", "none"] }, changes: list(change) },
  {
    secret: { enum: ["generate", "set", "share", "replace"] },
    tokens: { enum: ["revoke", "keep", "may-return"] },
    unmanaged: flag,
  },
);
const client = object(
  {
    clientId: { type: "string" },
    action: { enum: ["create", "update", "delete", "in-sync", "unmanaged"] },
    copies: list(copy),
    drift: list({ enum: [...managedFields, "secret"] }),
  },
  {
    reason: { enum: ["removed", "pruned"] },
    secret: { ...object({}, { env: text, file: text }), minProperties: 1, maxProperties: 1 },
    protected: flag,
    lint: { enum: ["warn"] },
    fingerprint: text,
  },
);
const count: ManifestSchema = { type: "number" };
const planSchema = object({
  version: { const: 1 },
  generatedAt: text,
  apis: list(text),
  prune: { type: "boolean" },
  summary: object({
    create: count,
    update: count,
    delete: count,
    inSync: count,
    unmanaged: count,
  }),
  clients: list(client),
  salt: text,
  signature: text,
});

/** Checks a plan, which may come from a file, and copies it. The caller checks its signature. */
export function checkPlan(operation: string, plan: unknown): Plan {
  let copied: unknown;
  try {
    copied = copyPlain(plan, bareObject);
  } catch {
    throw planError(operation, [{ path: "", message: "cannot be read" }]);
  }
  const problems = findShapeProblems(copied, planSchema);
  if (problems.length > 0) throw planError(operation, problems);
  // The schema has the form of the type.
  const checked = copied as Plan;
  const unsafe = checked.clients.flatMap(findUnsafeParts);
  if (unsafe.length > 0) throw planError(operation, unsafe);
  return checked;
}

/** Creates the error for a plan that cannot be applied. */
export function planError(
  operation: string,
  problems: readonly ManifestProblem[],
): TykManifestError {
  return new TykManifestError("the plan cannot be applied", { operation, problems });
}

/** What no plan of this package has. The signature is checked too; this holds whoever signed the plan. */
function findUnsafeParts(
  { clientId, action, copies, protected: isProtected }: Plan["clients"][number],
  index: number,
): ManifestProblem[] {
  const path = pointer("/clients", index);
  const deletes = copies.some((one) => one.action === "delete");
  if (deletes && isProtected === true)
    return [{ path, message: `deletes the client ${clientId}, which is protected` }];
  const isChange = action === "create" || action === "update" || action === "delete";
  const why = isChange ? idProblem(clientId) : undefined;
  return why === undefined ? [] : [{ path: pointer(path, "clientId"), message: why }];
}
