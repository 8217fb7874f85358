/** Returns the options of an interface, each with the default that its comment names. */
export function optionsOf(
  source: string,
  name: string,
): { option: string; required: boolean; defaultValue: string }[] {
  const body = new RegExp(`interface ${name}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  const members = body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)(\??):/g);
  return [...members].map(([, comment = "", option = "", optional = ""]) => ({
    option,
    required: optional === "",
    defaultValue: /@defaultValue (.*)/.exec(comment)?.[1] ?? "none",
  }));
}

/** Returns the whole numbers in a text. */
export function numbersOf(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

/** Returns the words up to the first comma. */
export function firstWords(text: string): string {
  return text.replaceAll("`", "").split(",")[0] ?? "";
}
