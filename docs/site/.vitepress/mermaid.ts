import type { MarkdownRenderer } from "vitepress";

/** Shows a code block of the language `mermaid` as a diagram. */
export function mermaidPlugin(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  if (fence === undefined) throw new Error("VitePress renders no code blocks");
  markdown.renderer.rules.fence = (...args) => {
    const [tokens, index] = args;
    const token = tokens[index];
    if (token?.info.trim() !== "mermaid") return fence(...args);
    return `<MermaidDiagram source="${encodeURIComponent(token.content)}" />`;
  };
}
