import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Completions, Member } from "../build/read-completions.ts";

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

/** Returns the members of what stands before the last dot of a path, such as `tyk.clients.cr`. */
export function membersAt(
  completions: Completions,
  path: string,
  program: string,
): readonly Member[] {
  const [root = "", ...rest] = path.split(".").slice(0, -1);
  let type = typeOfVariable(root, program);
  for (const name of rest)
    type = completions.members[type ?? ""]?.find((member) => member.name === name)?.type;
  return completions.members[type ?? ""] ?? [];
}

/** Programs call them `gateway` and `tyk`, or give another name to what `createGateway()` or `.client()` returns. */
function typeOfVariable(name: string, program: string): string | undefined {
  const declaration = new RegExp(
    `\\b(?:const|let|var)\\s+${name.replaceAll("$", "\\$")}\\s*=([^;\\n]*)`,
  );
  const [, value = ""] = declaration.exec(program) ?? [];
  if (/\.client\(|\bnew TykOAuth\(|\.withOptions\(/.test(value)) return "TykOAuth";
  if (/\bcreateGateway\(/.test(value)) return "Gateway";
  if (name === "tyk") return "TykOAuth";
  return name === "gateway" ? "Gateway" : undefined;
}

function toCompletion({ name, detail, isMethod }: Member): Completion {
  return { label: name, detail: shorten(detail), type: isMethod ? "method" : "property" };
}

function shorten(detail: string): string {
  return detail.length <= 60 ? detail : `${detail.slice(0, 59)}…`;
}
