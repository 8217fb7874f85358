import { fail, isList, isObject, text, texts } from "./option-checks.ts";
import type { AccessRightSetup } from "./options.ts";
import type { AccessRights } from "./session/session.ts";

const needed = "needs access_rights: a list of API ids, or an object by them";

/** The rights of a policy or a key, each with the fields that a gateway's own definitions have. */
export function accessRightsOf(setup: unknown, where: string): AccessRights {
  if (typeof setup !== "object" || setup === null) fail(where, needed);
  if (!isList(setup)) {
    const rights = Object.entries(setup).map(([apiId, right]) => [
      apiId,
      rightOf(apiId, right, `${where}: access_rights: ${apiId}`),
    ]);
    return Object.fromEntries(rights) as AccessRights;
  }
  const ids = texts(setup, `${where}: access_rights`);
  return Object.fromEntries(ids.map((apiId) => [apiId, rightOf(apiId, {}, where)]));
}

/** Fields that the model has no use for are left out: definitions of real gateways have many. */
function rightOf(apiId: string, setup: unknown, where: string): AccessRights[string] {
  if (!isObject(setup)) fail(where, "must be an object");
  const { api_name, versions, allowed_urls } = setup as AccessRightSetup;
  const urls = allowedUrlsOf(allowed_urls, `${where}: allowed_urls`);
  return {
    api_id: apiId,
    api_name: text(api_name, `${where}: api_name`, apiId),
    versions: versions === undefined ? ["Default"] : texts(versions, `${where}: versions`),
    ...(urls.length === 0 ? {} : { allowed_urls: urls }),
  };
}

function allowedUrlsOf(setup: unknown, where: string): readonly object[] {
  if (setup === undefined || setup === null) return [];
  if (!Array.isArray(setup)) fail(where, "must be a list of objects with url and methods");
  return setup.map((entry: unknown) => {
    if (!isObject(entry)) fail(where, "must be a list of objects with url and methods");
    const url = text(entry["url"], `${where}: url`, "");
    if (!isPattern(url)) fail(`${where}: url`, `must be a regular expression, not "${url}"`);
    return { url, methods: texts(entry["methods"], `${where}: methods`) };
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
