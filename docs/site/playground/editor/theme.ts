import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";

/** Colours are variables of the page, so the editor follows its light and dark theme. */
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.modifier], color: "var(--playground-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--playground-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--playground-number)" },
  { tag: tags.comment, color: "var(--playground-comment)" },
  { tag: tags.function(tags.variableName), color: "var(--playground-function)" },
  { tag: tags.function(tags.propertyName), color: "var(--playground-function)" },
]);

const theme = EditorView.theme({
  "&": {
    backgroundColor: "var(--vp-code-block-bg)",
    color: "var(--vp-c-text-1)",
    fontSize: "13px",
  },
  "&.cm-focused": { outline: "2px solid var(--vp-c-brand-1)" },
  ".cm-content": { fontFamily: "var(--vp-font-family-mono)", lineHeight: "1.6", padding: "12px 0" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    border: "none",
    color: "var(--vp-c-text-2)",
    fontFamily: "var(--vp-font-family-mono)",
  },
  ".cm-activeLine": { backgroundColor: "var(--vp-c-default-soft)" },
  ".cm-cursor": { borderLeftColor: "var(--vp-c-text-1)" },
  ".cm-selectionBackground": { backgroundColor: "var(--vp-c-brand-soft) !important" },
  ".cm-tooltip": {
    backgroundColor: "var(--vp-c-bg-elv)",
    border: "1px solid var(--vp-c-divider)",
    borderRadius: "6px",
    color: "var(--vp-c-text-1)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--vp-c-brand-soft)",
    color: "var(--vp-c-text-1)",
  },
  ".cm-completionDetail": { color: "var(--vp-c-text-2)", fontStyle: "normal", fontSize: "12px" },
});

export const editorTheme: Extension = [theme, syntaxHighlighting(highlighting)];
