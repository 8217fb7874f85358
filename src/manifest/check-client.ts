import type { ManifestProblem } from "../errors/manifest.ts";
import { suggestName } from "../util/unknown-name.ts";
import {
  clientIdProblem,
  metaDataProblem,
  redirectUriFieldProblem,
} from "../verbs/clients/client-problems.ts";
import type { ClientProblem } from "../verbs/clients/client-problems.ts";
import { isWellFormed } from "../verbs/clients/serialization.ts";
import { idProblem } from "../transport/request/ids.ts";
import type { MergedClient } from "./merge-document.ts";

/** Returns the problems of a client's values, by the rules of `clients.create`. */
export function findClientProblems(
  id: string,
  { client, originOf }: MergedClient,
  scope: readonly string[],
  redirectUriSeparator: string | undefined,
): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const report = (field: string | undefined, problem: ClientProblem | undefined): void => {
    if (problem === undefined || (problem.isLint && client.lint === "warn")) return;
    problems.push({ ...originOf(field), message: problem.why });
  };
  const named = (problem: ClientProblem | undefined): ClientProblem | undefined =>
    problem === undefined ? undefined : { ...problem, why: `the client_id ${problem.why}` };
  report(undefined, named(clientIdProblem(id)));
  const { redirect_uri, policy_id, description, meta_data, apis } = client;
  report("redirect_uri", redirectUriFieldProblem(redirect_uri, redirectUriSeparator));
  report("redirect_uri", textProblem(redirect_uri));
  report("description", textProblem(description));
  report("meta_data", metaDataProblem(meta_data));
  const policyProblem = policy_id === undefined ? undefined : idProblem(policy_id);
  if (policyProblem !== undefined) report("policy_id", { why: policyProblem, isLint: false });
  if (apis?.length === 0)
    report("apis", { why: "must name at least one API, or be left out", isLint: false });
  for (const apiId of apis ?? [])
    if (!scope.includes(apiId))
      report("apis", { why: describeForeignApi(apiId, scope), isLint: false });
  return problems;
}

function textProblem(value: string | undefined): ClientProblem | undefined {
  if (isWellFormed(value)) return undefined;
  return { why: "must be well-formed Unicode", isLint: false };
}

function describeForeignApi(apiId: string, scope: readonly string[]): string {
  const meant = suggestName(apiId, scope);
  return `names the API "${apiId}", which is not in the scope (apis)${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}
