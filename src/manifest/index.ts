/**
 * Keeps the OAuth clients of a Tyk Gateway in a file, and audits them: parse, plan, apply, export and audit.
 *
 * @packageDocumentation
 */
export { applyPlan } from "./apply-plan.ts";
export type {
  AppliedClient,
  AppliedState,
  AppliedStep,
  ApplyPlanOptions,
  ApplyProgress,
  ApplyReport,
  StepState,
} from "./apply-types.ts";
export { auditClients } from "./audit/audit-clients.ts";
export { formatAudit } from "./audit/format-audit.ts";
export type { AuditFormat } from "./audit/format-audit.ts";
export type { AuditRule, AuditSeverity } from "./audit/rules.ts";
export type {
  AuditBaseline,
  AuditedTokens,
  AuditFinding,
  AuditGap,
  AuditOptions,
  AuditReport,
} from "./audit/types.ts";
export { exportManifest } from "./export-manifest.ts";
export type { ExportManifestOptions, ExportWarning } from "./export-manifest.ts";
export { parseManifest } from "./parse-manifest.ts";
export type { ParseManifestOptions } from "./parse-manifest.ts";
export { planManifest } from "./plan-manifest.ts";
export type { PlanManifestOptions } from "./plan-manifest.ts";
export type {
  FieldChange,
  ManifestField,
  Plan,
  PlannedClient,
  PlannedCopy,
  PlanSummary,
  SecretChange,
  TokenConsequence,
} from "./plan-types.ts";
export { manifestSchema } from "./schema.ts";
export type { ManifestSchema } from "./schema.ts";
export { TykManifestError } from "../errors/manifest-error.ts";
export type { ManifestProblem } from "../errors/manifest-error.ts";
export type {
  Manifest,
  ManifestClient,
  ManifestFields,
  SecretReference,
  SecretResolver,
  StoredSecretReference,
} from "./types.ts";
