import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import nock from "nock";

const data = fileURLToPath(new URL("../../recordings/data/", import.meta.url));

/** Any time in the future: what `${epoch}` stands for is never compared. */
const someEpoch = "1900000000";

interface Recording {
  readonly values: Readonly<Record<string, string>>;
  readonly exchanges: readonly {
    readonly request?: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    };
    readonly response?: {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly error?: string;
    };
  }[];
}

/** Whether the gateway of a folder was recorded in a scenario; definitions are the same on all of a version. */
export function isRecorded(folder: string, scenario: string): boolean {
  return fileOf(folder, scenario) !== undefined;
}

function fileOf(folder: string, scenario: string): string | undefined {
  const own = `${data}${folder}/${scenario}.json`;
  if (existsSync(own)) return own;
  const definitions = `${data}${folder.split("-", 1).join("")}/${scenario}.json`;
  return scenario === "api-definition" ? definitions : undefined;
}

/**
 * Offers every exchange of a recording to nock: a request is answered by the first exchange of the same method, path, body
 * and credentials that was not used yet.
 */
export function offer(origin: string, folder: string, scenario: string): void {
  const file = fileOf(folder, scenario);
  if (file === undefined) throw new Error(`${folder} has no recording of ${scenario}`);
  const { values, exchanges } = JSON.parse(readFileSync(file, "utf8")) as Recording;
  const fill = (text: string, escape: (value: string) => string = (value) => value): string =>
    text
      .replaceAll("${epoch}", someEpoch)
      .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => escape(values[name] ?? name));

  for (const { request, response } of exchanges) {
    if (request === undefined || response === undefined) continue;
    const form = request.headers["content-type"] === "application/x-www-form-urlencoded";
    const wanted =
      request.body === undefined
        ? undefined
        : fill(request.body, form ? encodeURIComponent : jsonText);
    const credentials = Object.entries(request.headers)
      .map(([name, value]) => [name.toLowerCase(), basic(fill(value))] as const)
      .filter(([name]) => name === "authorization" || name === "x-tyk-authorization");
    const interceptor = nock(origin, {
      reqheaders: Object.fromEntries(credentials),
      badheaders: credentials.some(([name]) => name === "x-tyk-authorization")
        ? []
        : ["x-tyk-authorization"],
    }).intercept(fill(request.path, encodeURIComponent), request.method, (body: unknown) =>
      isSameBody(wanted, body, form),
    );
    if (response.error !== undefined) {
      interceptor.replyWithError(
        Object.assign(new Error("read ECONNRESET"), { code: response.error, syscall: "read" }),
      );
    } else {
      interceptor.reply(response.status ?? 0, fill(response.body ?? "", jsonText), {
        ...response.headers,
      });
    }
  }
}

/** Forms are compared as sets of fields, JSON as JSON; nock has parsed both. */
function isSameBody(wanted: string | undefined, body: unknown, form: boolean): boolean {
  if (wanted === undefined) return body === "" || body === undefined;
  const expected: unknown = form ? Object.fromEntries(new URLSearchParams(wanted)) : parsed(wanted);
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function jsonText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** `Basic(id:secret)` as the header that it stands for. */
function basic(value: string): string {
  const credentials = /^Basic\((.*)\)$/.exec(value)?.[1];
  return credentials === undefined ? value : `Basic ${btoa(credentials)}`;
}
