import type { PluginOption } from "vite";

const parts = /^(\*\*A raw call\.\*\*[\s\S]*?)^(\*\*The methods\.\*\*[\s\S]*?)(?=^<a id=|^## )/gm;

/** Shows the raw call of each trap beside what the methods do. */
export function sideBySidePlugin(): PluginOption {
  return {
    name: "side-by-side",
    enforce: "pre",
    transform: (code, id) =>
      id.endsWith("/gateway-traps.md")
        ? code.replaceAll(
            parts,
            (_, raw: string, ours: string) =>
              `<div class="side-by-side">\n<div>\n\n${raw}\n</div>\n<div>\n\n${ours}\n</div>\n</div>\n\n`,
          )
        : undefined,
  };
}
