import { readdirSync, readFileSync } from "node:fs";

/** A recording of a real gateway. The README of the recordings describes the format. */
export interface Recording {
  readonly gateway: string;
  readonly scenario: string;
  readonly about: string;
  /** The gateway's own values, by placeholder. */
  readonly values: Readonly<Record<string, string>>;
  readonly exchanges: readonly Step[];
}

export type Step =
  Exchange | { readonly wait_ms: number } | { readonly wait: string } | { readonly evict: string };

export interface Exchange {
  readonly note?: string;
  readonly partial?: boolean;
  readonly request: RecordedCall;
  readonly response: RecordedAnswer | { readonly error: string };
}

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const data = new URL("../../recordings/data/", import.meta.url);

/** The folders of the recordings. Each is one gateway. */
export const folders: readonly string[] = readdirSync(data, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

const byFolder = new Map<string, readonly Recording[]>();

/** Returns every recording in a gateway's folder. Each file is read once. */
export function recordingsOf(folder: string): readonly Recording[] {
  const known = byFolder.get(folder);
  if (known !== undefined) return known;
  const files = readdirSync(new URL(`${folder}/`, data)).filter((name) => name.endsWith(".json"));
  const recordings = files.sort().map((name) => read(`${folder}/${name}`) as Recording);
  byFolder.set(folder, recordings);
  return recordings;
}

/** Returns the header for `Basic(id:secret)`, and any other string unchanged. */
export function credentials(text: string): string {
  const inner = /^Basic\((.*)\)$/s.exec(text)?.[1];
  return inner === undefined ? text : `Basic ${Buffer.from(inner).toString("base64")}`;
}

/** Returns a call with its placeholders replaced. Each value is encoded for its position. */
export function fillCall(
  call: RecordedCall,
  fill: (text: string, encode: (value: string) => string) => string,
): RecordedCall {
  const encode = isForm(call) ? encodeURIComponent : unchanged;
  return {
    method: call.method,
    path: fill(call.path, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(call.headers).map(([name, value]) => [
        name.toLowerCase(),
        credentials(fill(value, unchanged)),
      ]),
    ),
    ...(call.body === undefined ? {} : { body: fill(call.body, encode) }),
  };
}

/**
 * Returns a function that replaces placeholders with the gateway's values. Times are invented, because no test compares
 * them.
 */
export function fillerOf({
  values,
}: Recording): (text: string, encode: (value: string) => string) => string {
  return (text, encode) =>
    text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
      if (name === "epoch") return "1767225600";
      if (name === "time") return "2026-01-01T00:00:00Z";
      const value = values[name];
      if (value === undefined) throw new Error(`A recording has no value for ${name}`);
      return encode(value);
    });
}

export function isForm({ headers }: RecordedCall): boolean {
  return headers["content-type"] === "application/x-www-form-urlencoded";
}

export function unchanged(value: string): string {
  return value;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, data), "utf8"));
}
