/** The completion of shells. A module of its own, so that it is loaded when a shell asks. */
export { RootCommand, script } from "@bomb.sh/tab";
