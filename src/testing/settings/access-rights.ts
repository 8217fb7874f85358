import { isRecord } from "../../util/json.ts";
import { rejectOption, isReadonlyArray, checkString, checkStrings } from "./option-checks.ts";
import type { AccessRightSetup } from "../setups.ts";
import type { AccessRights } from "../session/session.ts";

const accessRightsProblem = "needs access_rights: a list of API ids, or an object by them";

/** Resolves the access rights of a policy or a key, with the fields of a gateway's own definitions. */
export function resolveAccessRights(setup: unknown, label: string): AccessRights {
  if (typeof setup !== "object" || setup === null) rejectOption(label, accessRightsProblem);
  if (!isReadonlyArray(setup)) {
    const rights = Object.entries(setup).map(([apiId, right]) => [
      apiId,
      resolveRight(apiId, right, `${label}: access_rights: ${apiId}`),
    ]);
    return Object.fromEntries(rights) as AccessRights;
  }
  const ids = checkStrings(setup, `${label}: access_rights`);
  return Object.fromEntries(ids.map((apiId) => [apiId, resolveRight(apiId, {}, label)]));
}

/** Real definitions have many more fields. Those that are not modelled are left out. */
function resolveRight(apiId: string, setup: unknown, label: string): AccessRights[string] {
  if (!isRecord(setup)) rejectOption(label, "must be an object");
  const { api_name, versions, allowed_urls } = setup as AccessRightSetup;
  const urls = resolveAllowedUrls(allowed_urls, `${label}: allowed_urls`);
  return {
    api_id: apiId,
    api_name: checkString(api_name, `${label}: api_name`, apiId),
    versions: versions === undefined ? ["Default"] : checkStrings(versions, `${label}: versions`),
    ...(urls.length === 0 ? {} : { allowed_urls: urls }),
  };
}

function resolveAllowedUrls(setup: unknown, label: string): readonly object[] {
  if (setup === undefined || setup === null) return [];
  if (!Array.isArray(setup)) rejectOption(label, "must be a list of objects with url and methods");
  return setup.map((entry: unknown) => {
    if (!isRecord(entry)) rejectOption(label, "must be a list of objects with url and methods");
    const url = checkString(entry["url"], `${label}: url`, "");
    if (!isPattern(url))
      rejectOption(`${label}: url`, `must be a regular expression, not "${url}"`);
    return { url, methods: checkStrings(entry["methods"], `${label}: methods`) };
  });
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
