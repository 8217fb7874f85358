import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Completions } from "../build/read-completions.ts";
import { createCompletion } from "./complete.ts";
import { editorTheme } from "./theme.ts";

/** The editor of a program. */
export interface Editor {
  read(): string;
  /** Replaces the program. The reader can undo it. */
  write(code: string): void;
  /** Moves the cursor to a line, from 1, and the focus to the editor. */
  showLine(line: number): void;
  destroy(): void;
}

export interface EditorInput {
  readonly parent: HTMLElement;
  readonly code: string;
  readonly completions: Completions;
  readonly onRun: () => void;
  readonly onChange: () => void;
}

/** Creates the editor. The tab key leaves it, as it leaves any field. */
export function createEditor({ parent, code, completions, onRun, onChange }: EditorInput): Editor {
  const run = {
    key: "Mod-Enter",
    run: () => {
      onRun();
      return true;
    },
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        javascript({ typescript: true }),
        autocompletion({ override: [createCompletion(completions)] }),
        Prec.highest(keymap.of([run])),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Program. Control and Enter runs it, Tab leaves the editor",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged) onChange();
        }),
        editorTheme,
      ],
    }),
  });
  return {
    read: () => view.state.doc.toString(),
    write: (text) => {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    showLine: (line) => {
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from) });
      view.focus();
    },
    destroy: () => {
      view.destroy();
    },
  };
}
