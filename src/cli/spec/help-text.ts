import type { Example } from "./command-spec.ts";

/** The command lines that the help begins with. */
export const rootExamples: readonly Example[] = [
  { text: "Check the connection, and what the gateway can do", command: "tyk-oauth doctor" },
  { text: "List the clients of all APIs", command: "tyk-oauth clients list" },
  {
    text: "A client's secret has leaked",
    command: "tyk-oauth cut-off shop-web --evidence evidence.json",
  },
  {
    text: "Try everything without a gateway",
    command: "tyk-oauth gateway",
  },
];

/** Formats examples as a section of the help. */
export function formatExamples(
  examples: readonly Example[],
  styleTitle: (title: string) => string,
): string {
  const lines = examples.flatMap(({ text, command }) => [`  # ${text}`, `  ${command}`]);
  return ["", styleTitle("Examples:"), ...lines].join("\n");
}
