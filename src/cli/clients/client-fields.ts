import { parseJsonObject } from "../spec/parsed-input.ts";
import type { ParsedInput } from "../spec/parsed-input.ts";
import { readNamedFile } from "../connection/files.ts";
import type { OptionSpec } from "../spec/command-spec.ts";

/** The options that set the fields of a client. */
export const fieldOptions: readonly OptionSpec[] = [
  { flags: "--policy <id>", description: "the policy of the client's tokens" },
  { flags: "--redirect-uri <uri>", description: "the URI that browsers return to" },
  { flags: "--description <text>", description: "a description for people" },
  { flags: "--meta <json>", description: "the metadata, as a JSON object" },
  { flags: "--meta-file <file>", description: "read the metadata from a file" },
];

/** The option that says what happens to tokens if the policy changes. */
export const tokensOption: OptionSpec = {
  flags: "--tokens <what>",
  description: "what happens to the tokens of the old policy, if the policy changes",
  choices: ["revoke", "keep"],
};

/** The fields that the options set. */
export interface ClientFields {
  policy_id?: string;
  redirect_uri?: string;
  description?: string;
  meta_data?: Record<string, unknown>;
}

/** Reads the fields that the options set. */
export function readFields(input: ParsedInput): ClientFields {
  input.exclude("--meta", "--meta-file");
  const file = input.text("--meta-file");
  const metadata =
    file === undefined
      ? input.jsonObject("--meta")
      : parseJsonObject(readNamedFile(file, "--meta-file"), `--meta-file: ${file}`);
  const policy = input.text("--policy");
  const redirectUri = input.text("--redirect-uri");
  const description = input.text("--description");
  return {
    ...(policy === undefined ? {} : { policy_id: policy }),
    ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }),
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined ? {} : { meta_data: metadata }),
  };
}
