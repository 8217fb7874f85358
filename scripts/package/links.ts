import { dirname, join } from "node:path";
import { anchorsOf, linksOf } from "../../test/support/docs/markdown.ts";
import type { Check } from "./check.ts";
import { readPackedFile } from "./pack.ts";

export const links: Check = {
  title: "Every link of a packed document leads to a packed file and a heading",
  findProblems: (packed) =>
    packed.files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        linksOf(readPackedFile(packed, file)).flatMap(({ path, anchor }) => {
          const target = path === "" ? file : join(dirname(file), path);
          if (!packed.files.includes(target)) return [`${file} links to ${target}: not packed`];
          return anchor === undefined || anchorsOf(readPackedFile(packed, target)).includes(anchor)
            ? []
            : [`${file} links to ${target}#${anchor}: no such heading`];
        }),
      ),
};
