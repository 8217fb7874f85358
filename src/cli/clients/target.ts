import type { ClientCopies } from "@tyk-oauth/sdk";
import { UsageError } from "../errors/command-error.ts";
import type { OptionSpec } from "../spec/command-spec.ts";
import type { ParsedInput } from "../spec/parsed-input.ts";

/** The argument that names a client. */
export const clientIdArg = { name: "CLIENT_ID", description: "the client's id" } as const;

/** The options that name the APIs of a command. */
export const targetOptions: readonly OptionSpec[] = [
  {
    flags: "--api <id>",
    description: "the API of the client; repeat it for several",
    isList: true,
  },
  { flags: "--all-apis", description: "every OAuth API on which the client exists" },
];

/** Reads which copies of a client a command concerns. */
export function readTarget(input: ParsedInput): ClientCopies {
  const clientId = input.arg("CLIENT_ID");
  const apis = input.list("--api");
  if (apis.length > 0 && input.flag("--all-apis"))
    throw new UsageError("--api and --all-apis exclude each other: use one");
  if (input.flag("--all-apis")) return { clientId, apis: "all" };
  if (apis.length > 0) return { clientId, apis: [...new Set(apis)] };
  throw new UsageError(
    "--api is missing",
    "name the API, or pass --all-apis; tyk-oauth clients inspect shows the APIs of a client",
  );
}

/** Names the APIs of a target in a sentence. */
export function describeApis({ apis }: ClientCopies): string {
  if (apis === "all") return "every API that has it";
  return apis.length === 1 ? `the API ${apis.join()}` : `the APIs ${apis.join(", ")}`;
}
