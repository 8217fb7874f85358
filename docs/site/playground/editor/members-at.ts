import type { Completions, Member } from "../build/read-completions.ts";

/** Returns the members of what stands before the last dot of a path, such as `tyk.clients.cr`. */
export function membersAt(
  completions: Completions,
  path: string,
  program: string,
): readonly Member[] {
  const [root = "", ...rest] = path.split(".").slice(0, -1);
  let type = typeOfVariable(root, program);
  for (const name of rest)
    type = ownMembers(completions, type).find((member) => member.name === name)?.type;
  return ownMembers(completions, type);
}

/** Programs call them `gateway` and `tyk`, or give another name to what `createGateway()` or `.client()` returns. */
function typeOfVariable(name: string, program: string): string | undefined {
  const declaration = new RegExp(
    `\\b(?:const|let|var)\\s+${name.replaceAll("$", "\\$")}\\s*=([^;\\n]*)`,
  );
  const [, value = ""] = declaration.exec(program) ?? [];
  if (/\.client\(|\bnew TykOAuth\(|\.withOptions\(/.test(value)) return "TykOAuth";
  if (/\bcreateGateway\(/.test(value)) return "Gateway";
  if (name === "tyk") return "TykOAuth";
  return name === "gateway" ? "Gateway" : undefined;
}

function ownMembers({ members }: Completions, type: string | undefined): readonly Member[] {
  return type !== undefined && Object.hasOwn(members, type) ? (members[type] ?? []) : [];
}
