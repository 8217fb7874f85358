/**
 * Returns the path of the page that shows a file of the project, relative to the folder of all pages. A file that is no document has
 * a page with its text.
 */
export function pagePathOf(file: string): string {
  if (!file.endsWith(".md")) return `source/${file}.md`;
  if (file === "README.md") return "overview.md";
  if (file === "docs/README.md") return "documentation.md";
  const path = file.replace(/^docs\/site\/pages\//, "").replace(/^docs\//, "");
  return path.replace(/(^|\/)README\.md$/, "$1index.md").toLowerCase();
}
