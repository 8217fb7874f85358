import { globSync, readFileSync } from "node:fs";

const folder = "test/recordings/data";

export interface RecordedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface RecordedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Exchange {
  /** `5.14.0/update#3`: the gateway, the scenario, the place in it. */
  name: string;
  scenario: string;
  request: RecordedRequest;
  /** Missing where the gateway dropped the connection. */
  answer: RecordedAnswer | undefined;
  /** The answer has more fields than the recording keeps. */
  partial: boolean;
}

interface Recording {
  gateway: string;
  scenario: string;
  values: Record<string, string>;
  exchanges: {
    partial?: boolean;
    request?: RecordedRequest;
    response?: RecordedAnswer | { error: string };
  }[];
}

/** Every exchange of every recording, the gateway's own values in place of their placeholders. */
export const exchanges: Exchange[] = globSync(`${folder}/*/*.json`).sort().flatMap(exchangesOf);

interface Setup {
  apis: { listen_path: string; use_oauth2: boolean }[];
}

/** The APIs of the recorded gateways. */
export const apis: Setup["apis"] = (
  JSON.parse(readFileSync(`${folder}/setup.json`, "utf8")) as Setup
).apis;

function exchangesOf(file: string): Exchange[] {
  const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
  return recording.exchanges.flatMap(({ request, response, partial }, index) => {
    if (!request || !response) return []; // A wait, or a record that vanished.
    const { body } = request;
    const escape = isForm(request) ? encodeURIComponent : unescaped;
    const path = filled(request.path, recording.values, encodeURIComponent);
    return {
      name: `${file.slice(folder.length + 1, -".json".length)}#${index}`,
      scenario: recording.scenario,
      request: {
        ...request,
        path,
        ...(body !== undefined && { body: filled(body, recording.values, escape) }),
      },
      answer:
        "error" in response
          ? undefined
          : { ...response, body: filled(response.body, recording.values, unescaped) },
      partial: partial ?? false,
    };
  });
}

function isForm({ headers }: RecordedRequest): boolean {
  return headers["content-type"] === "application/x-www-form-urlencoded";
}

function unescaped(value: string): string {
  return value;
}

function filled(
  text: string,
  values: Recording["values"],
  escape: (value: string) => string,
): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (name === "epoch") return "1767225600";
    if (name === "time") return "2026-01-01T00:00:00Z";
    const value = values[name];
    if (value === undefined) throw new Error(`A recording has no value for ${name}`);
    return escape(value);
  });
}
