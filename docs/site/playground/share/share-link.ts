import { readSettings } from "../run/settings.ts";
import type { GatewaySettings } from "../run/settings.ts";
import { compress, decompress } from "./compress.ts";

/** A program with the settings of its gateway, as a link carries it. */
export interface SharedProgram {
  readonly code: string;
  readonly settings: GatewaySettings;
}

/** What a link's fragment asks for. A program is shown, and never run by itself. */
export type FragmentContent =
  | { readonly kind: "none" }
  | { readonly kind: "scene"; readonly id: string }
  | { readonly kind: "program"; readonly program: SharedProgram }
  | { readonly kind: "broken" };

/** Longer programs are not shared: browsers and chat programs cut long links. */
export const maxCodeLength = 20_000;
const maxFragmentLength = 20_000;

/** Returns the fragment of a link to a program, or `undefined` if the program is too long. */
export async function toFragment({ code, settings }: SharedProgram): Promise<string | undefined> {
  if (code.length > maxCodeLength) return undefined;
  const fragment = `#program=${await compress(JSON.stringify({ code, settings }))}`;
  return fragment.length > maxFragmentLength ? undefined : fragment;
}

/** Reads the fragment of a link. It can come from anybody, so everything about it is checked. */
export async function readFragment(
  fragment: string,
  sceneIds: readonly string[],
): Promise<FragmentContent> {
  const [, name, value = ""] = /^#(scene|program)=([\w-]*)$/.exec(fragment) ?? [];
  if (name === undefined)
    return { kind: /^#(?:scene|program)=/.test(fragment) ? "broken" : "none" };
  if (name === "scene")
    return sceneIds.includes(value) ? { kind: "scene", id: value } : { kind: "broken" };
  if (fragment.length > maxFragmentLength) return { kind: "broken" };
  const program = await readProgram(value);
  return program === undefined ? { kind: "broken" } : { kind: "program", program };
}

async function readProgram(value: string): Promise<SharedProgram | undefined> {
  // A short link can hold a very long text: reading stops at the limit.
  const text = await decompress(value, maxCodeLength * 8);
  if (text === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== "object" || content === null) return undefined;
  const { code, settings } = content as { code?: unknown; settings?: unknown };
  if (typeof code !== "string" || code.length > maxCodeLength) return undefined;
  return { code, settings: readSettings(settings) };
}
