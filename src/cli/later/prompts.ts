/** The questions on a terminal. A module of its own, so that it is loaded when a question is asked. */
export { confirm, password, text } from "@clack/prompts";
export type { CANCEL_SYMBOL } from "@clack/prompts";
