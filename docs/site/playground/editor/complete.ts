import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Completions, Member } from "../build/read-completions.ts";
import { membersAt } from "./members-at.ts";

/** Creates the completion of the editor: members after a dot, and elsewhere the names of the modules and of the program. */
export function createCompletion(
  completions: Completions,
): (context: CompletionContext) => CompletionResult | null {
  const names = Object.entries(completions.exports).flatMap(([module, exported]) =>
    exported.map((label): Completion => ({ label, detail: module, type: "function" })),
  );
  return (context) => {
    const path = context.matchBefore(/[\w$]+(?:\.[\w$]*)+/);
    if (path !== null) {
      const members = membersAt(completions, path.text, context.state.doc.toString());
      const from = path.from + path.text.lastIndexOf(".") + 1;
      return members.length === 0 ? null : { from, options: members.map(toCompletion) };
    }
    const word = context.matchBefore(/[\w$]+/);
    if (word === null && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: names, validFor: /^[\w$]*$/ };
  };
}

function toCompletion({ name, detail, isMethod }: Member): Completion {
  return { label: name, detail: shorten(detail), type: isMethod ? "method" : "property" };
}

function shorten(detail: string): string {
  return detail.length <= 60 ? detail : `${detail.slice(0, 59)}…`;
}
