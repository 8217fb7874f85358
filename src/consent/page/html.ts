/** Markup that is safe to send. Only {@link html} creates it. */
export interface Html {
  readonly markup: string;
}

/** Builds markup. Each inserted string is escaped; markup and lists of markup are inserted as they are. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const parts = strings.map((text, index) => text + markupOf(values[index] ?? ""));
  return { markup: parts.join("") };
}

function markupOf(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return escape(value);
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"'`=]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
