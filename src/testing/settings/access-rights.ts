import { isRecord } from "../../util/json.ts";
import { compilePattern } from "../go/text.ts";
import type { AccessRights } from "../session/session.ts";
import type { AccessRightSetup } from "../setups.ts";
import {
  checkLikelyFieldNames,
  checkStrings,
  isReadonlyArray,
  OptionFields,
  rejectOption,
} from "./option-checks.ts";

/** Resolves the access rights of a policy or a key, with the fields of a gateway's own definitions. */
export function resolveAccessRights(setup: unknown, label: string): AccessRights {
  if (typeof setup !== "object" || setup === null)
    rejectOption(label, "needs access_rights: a list of API ids, or an object by them");
  const rights = isReadonlyArray(setup)
    ? checkStrings(setup, `${label}: access_rights`).map((id) => [id, resolveRight(id, {}, label)])
    : Object.entries(setup).map(([id, right]) => [
        id,
        resolveRight(id, right, `${label}: access_rights: ${id}`),
      ]);
  return Object.fromEntries(rights) as AccessRights;
}

/** Real definitions have many more fields. Those that are not modelled are left out. */
function resolveRight(apiId: string, setup: unknown, label: string): AccessRights[string] {
  if (!isRecord(setup)) rejectOption(label, "must be an object");
  checkLikelyFieldNames(setup, label, ["api_name", "versions", "allowed_urls"]);
  const fields = new OptionFields<keyof AccessRightSetup>(setup, label);
  const urls = resolveAllowedUrls(setup["allowed_urls"] ?? [], fields.label("allowed_urls"));
  return {
    api_id: apiId,
    api_name: fields.string("api_name", apiId),
    versions: fields.strings("versions", ["Default"]),
    ...(urls.length === 0 ? {} : { allowed_urls: urls }),
  };
}

function resolveAllowedUrls(setup: unknown, label: string): readonly object[] {
  if (!Array.isArray(setup) || !setup.every(isRecord))
    rejectOption(label, "must be a list of objects with url and methods");
  return setup.map((entry) => {
    checkLikelyFieldNames(entry, label, ["url", "methods"]);
    const fields = new OptionFields<"url" | "methods">(entry, label);
    const url = fields.string("url");
    if (compilePattern(url) === undefined)
      rejectOption(fields.label("url"), `must be a regular expression, not "${url}"`);
    return { url, methods: fields.strings("methods") };
  });
}
