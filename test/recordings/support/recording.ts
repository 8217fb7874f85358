import { readdirSync, readFileSync } from "node:fs";

/** A conversation with a real gateway, as the README of the recordings describes it. */
export interface Recording {
  readonly gateway: string;
  readonly scenario: string;
  readonly about: string;
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

/** How the recorded gateways were set up. */
export interface RecordedSetup {
  readonly secret: string;
  readonly oauth_redirect_uri_separator: string;
  readonly oauth_refresh_token_expire: number;
  readonly apis: readonly {
    readonly api_id: string;
    readonly org_id: string;
    readonly listen_path: string;
  }[];
  readonly policies: Readonly<
    Record<string, { readonly org_id: string; readonly access_rights: readonly string[] }>
  >;
}

const DATA = new URL("../data/", import.meta.url);

/** The folders of recordings: a gateway each. */
export function recordedGateways(): string[] {
  return readdirSync(DATA, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function recordingsOf(gateway: string): Recording[] {
  const folder = new URL(`${gateway}/`, DATA);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Recording);
}

export function recordedSetup(): RecordedSetup {
  return JSON.parse(readFileSync(new URL("setup.json", DATA), "utf8")) as RecordedSetup;
}
