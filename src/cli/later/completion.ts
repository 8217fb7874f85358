/** The completion of shells. A module of its own, so that it is loaded when a shell asks. */
export { completeWords, formatCompletions } from "../completion/complete-words.ts";
export { completionScripts } from "../completion/scripts.ts";
