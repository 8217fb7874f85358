/** Other names for a name, separated by spaces, in lower case and without separators. */
export type Aliases = Readonly<Record<string, string>>;

/** Says that a name is unknown, and which name is meant or which names there are. `kind` is "option" or "field", for example. */
export function describeName(
  kind: string,
  name: string,
  names: readonly string[],
  meant: string | undefined,
  where = "",
): string {
  const next =
    meant === undefined ? `the ${kind}s are ${names.join(", ")}` : `did you mean "${meant}"?`;
  return `unknown ${kind} "${name}"${where === "" ? "" : ` in ${where}`}; ${next}`;
}

/** Returns the name that a misspelt or foreign name most likely means. */
export function closestName(
  name: string,
  names: readonly string[],
  aliases: Aliases,
): string | undefined {
  const wanted = simplify(name);
  const same = names.find((candidate) => simplify(candidate) === wanted);
  if (same !== undefined) return same;
  const foreign = Object.keys(aliases).find(
    (meant) => names.includes(meant) && aliases[meant]?.split(" ").includes(wanted),
  );
  if (foreign !== undefined) return foreign;
  // A long name is a mistake that no suggestion helps with, and comparing it takes time.
  if (wanted.length > 40) return undefined;
  for (let edits = 1; edits <= 6; edits += 1) {
    const closest = names.find(
      (candidate) =>
        edits <= Math.max(1, candidate.length / 4) && isWithin(edits, wanted, simplify(candidate)),
    );
    if (closest !== undefined) return closest;
  }
  return names.find((candidate) => isShortened(wanted, simplify(candidate)));
}

/** Whether a name is another one with letters left out, as `createClient` is of `createOAuthClient`. */
function isShortened(name: string, whole: string): boolean {
  if (name.length < 5 || !whole.startsWith(name.charAt(0)) || !whole.endsWith(name.slice(-1)))
    return false;
  let next = 0;
  for (const letter of whole) if (letter === name[next]) next += 1;
  return next === name.length;
}

/** Ignores what people mix up most: capitals, underscores, hyphens, and the unit of a time. */
function simplify(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[_-]/g, "")
    .replace(/(?:ms|milliseconds)$/, "");
}

/** Whether a number of edits is enough: to insert, delete or replace a letter, or to swap it with the next one. */
function isWithin(edits: number, one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > edits || edits === 0) return false;
  let start = 0;
  while (one[start] === other[start]) start += 1;
  const remains = (ofOne: number, ofOther: number): boolean =>
    isWithin(edits - 1, one.slice(start + ofOne), other.slice(start + ofOther));
  const isSwap = one[start] === other[start + 1] && one[start + 1] === other[start];
  return remains(1, 1) || remains(1, 0) || remains(0, 1) || (isSwap && remains(2, 2));
}
