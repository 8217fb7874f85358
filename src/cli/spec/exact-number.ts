/** Whether a number is what its text says: neither infinite, nor an integer whose last digits were lost. */
export function isExactNumber(value: number, source: string): boolean {
  if (value === 0) return true;
  if (/^[-+]?\d+$/.test(source)) return String(value) === source.replace(/^(-?)\+?0*(?=\d)/, "$1");
  return Number.isFinite(value) && (!source.startsWith("0x") || Number.isSafeInteger(value));
}

/** Strings and numbers of a JSON text. A string is matched first, so a number inside it is none. */
const jsonScalars = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Whether each number of a valid JSON text is what the text says. */
export function hasExactNumbers(json: string): boolean {
  return [...json.matchAll(jsonScalars)].every(
    ([scalar]) => scalar.startsWith('"') || isExactNumber(Number(scalar), scalar),
  );
}
