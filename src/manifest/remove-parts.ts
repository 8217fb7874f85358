import { isRecord } from "../util/json.ts";

/** Removes parts of a parsed document. An item of a list becomes `undefined`, so that the others keep their positions. */
export function removeParts(document: object, paths: readonly string[]): void {
  for (const path of paths) {
    const names = path
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.pop();
    let owner: unknown = document;
    for (const name of names)
      owner = isRecord(owner) || Array.isArray(owner) ? (owner as never)[name] : undefined;
    if (last === undefined) continue;
    if (Array.isArray(owner)) owner[Number(last)] = undefined;
    else if (isRecord(owner)) Reflect.deleteProperty(owner, last);
  }
}
