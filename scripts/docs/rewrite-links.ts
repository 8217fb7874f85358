import { dirname, posix } from "node:path";
import { pagePathOf } from "./page-path.ts";

/** A document as a page: its text with the links of the site, and the files that it links to. */
export interface RewrittenDocument {
  readonly text: string;
  readonly linked: readonly string[];
}

/** Changes the links of a document of the project to links between pages. Leaves code blocks and links to other sites alone. */
export function rewriteLinks(file: string, text: string): RewrittenDocument {
  const linked: string[] = [];
  const folder = dirname(pagePathOf(file));
  const rewrite = (line: string): string =>
    line.replaceAll(/\]\(([^)#:\s]+)(#[\w-]+)?\)/g, (_, path: string, anchor = "") => {
      const target = posix.join(dirname(file), path);
      linked.push(target);
      return `](${relativeLink(folder, pagePathOf(target))}${anchor as string})`;
    });
  let fence: string | undefined;
  const lines = text.split("\n").map((line) => {
    const [mark] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      fence = mark?.trim();
      return fence === undefined ? rewrite(line) : line;
    }
    if (mark?.trim() === fence) fence = undefined;
    return line;
  });
  return { text: lines.join("\n"), linked };
}

function relativeLink(folder: string, target: string): string {
  const path = posix.relative(folder, target);
  return path.startsWith(".") ? path : `./${path}`;
}
