import { commandSpecs } from "../../src/cli/commands/index.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { formatArgument } from "../../src/cli/spec/command-spec.ts";
import type { CommandSpec } from "../../src/cli/spec/command-spec.ts";
import { connectionOptions, optionGroupsOf } from "../../src/cli/spec/common-options.ts";
import { environmentVariables } from "../../src/cli/spec/environment.ts";
import { rootExamples } from "../../src/cli/spec/help-text.ts";
import { version } from "../../src/version.ts";

/** Returns the man page of the command, in the format of `man`. */
export function createManPage(): string {
  const lines = [
    `.TH TYK-OAUTH 1 "" "tyk-oauth ${version}"`,
    ".SH NAME",
    "tyk-oauth \\- manage the OAuth clients and tokens of a Tyk Gateway",
    ".SH SYNOPSIS",
    ".B tyk-oauth",
    ".I COMMAND",
    "[options]",
    ".SH COMMANDS",
    ...commandSpecs.flatMap(describeCommand),
    ".SH OPTIONS OF EVERY COMMAND",
    ...options(optionGroupsOf({ ...emptySpec, usesGateway: false })[0]?.options ?? []),
    ".SH CONNECTION",
    ...options(connectionOptions.options),
    ".SH ENVIRONMENT",
    ...environmentVariables.flatMap(({ name, description }) => item(name, description)),
    ".SH EXIT STATUS",
    ...Object.values(exitCodes).flatMap(({ code, meaning }) => item(String(code), meaning)),
    ".SH EXAMPLES",
    ...examples(rootExamples),
  ];
  return `${lines.join("\n")}\n`;
}

const emptySpec: CommandSpec = {
  name: "",
  summary: "",
  examples: [{ text: "", command: "" }],
  json: "",
  usesGateway: false,
  run: () => Promise.resolve("done"),
};

function describeCommand(spec: CommandSpec): string[] {
  const args = (spec.args ?? []).map(formatArgument);
  const [own] = optionGroupsOf(spec);
  return [
    `.SS "${[spec.name, ...args].join(" ")}"`,
    escape(`${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`),
    ...(spec.details ?? []).flatMap((text) => [".PP", escape(text)]),
    ...(own?.heading === "Options" ? options(own.options) : []),
    ".PP",
    escape(`JSON: ${spec.json}`),
    ...Object.entries(spec.exits ?? {}).flatMap(([name, meaning]) => [
      ".PP",
      escape(`Exit code ${exitCodes[name as keyof typeof exitCodes].code}: ${meaning}.`),
    ]),
    ...examples(spec.examples),
  ];
}

function options(
  list: readonly { readonly flags: string; readonly description: string }[],
): string[] {
  return list.flatMap(({ flags, description }) => item(flags, description));
}

function item(name: string, text: string): string[] {
  return [".TP", `.B ${escape(name)}`, escape(text)];
}

function examples(list: readonly { readonly text: string; readonly command: string }[]): string[] {
  return list.flatMap(({ text, command }) => [
    ".PP",
    escape(`${text}:`),
    ".PP",
    ".RS 4",
    ".nf",
    escape(command),
    ".fi",
    ".RE",
  ]);
}

/** Escapes what means something to `man`: backslashes, hyphens, and a dot or quote at the start of a line. */
function escape(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");
}
