import nock from "nock";
import {
  unchanged,
  fillCall,
  fillerOf,
  isForm,
  recordingsOf,
} from "../../recordings/recordings.ts";
import type { Recording } from "../../recordings/recordings.ts";

/** Whether the gateway of a folder was recorded in a scenario; definitions are the same on all of a version. */
export function isRecorded(folder: string, scenario: string): boolean {
  return recordingOf(folder, scenario) !== undefined;
}

function recordingOf(folder: string, scenario: string): Recording | undefined {
  const own = recordingsOf(folder).find((one) => one.scenario === scenario);
  if (own !== undefined || scenario !== "api-definition") return own;
  const version = folder.split("-", 1).join("");
  return version === folder ? undefined : recordingOf(version, scenario);
}

/**
 * Adds every exchange of a recording to nock. A request gets the first unused exchange with the same method, path, body and
 * credentials.
 */
export function mockRecording(origin: string, folder: string, scenario: string): void {
  const recording = recordingOf(folder, scenario);
  if (recording === undefined) throw new Error(`${folder} has no recording of ${scenario}`);
  const fill = fillerOf(recording);
  for (const step of recording.exchanges) {
    if (!("request" in step)) continue;
    const { request, response } = step;
    const { method, path, headers, body } = fillCall(request, fill);
    const { authorization, "x-tyk-authorization": secret } = headers;
    const interceptor = nock(origin, {
      reqheaders: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(secret === undefined ? {} : { "x-tyk-authorization": secret }),
      },
      badheaders: secret === undefined ? ["x-tyk-authorization"] : [],
    }).intercept(path, method, (sent: unknown) => isSameBody(body, sent, isForm(request)));
    if ("error" in response) {
      const { error: code } = response;
      interceptor.replyWithError(Object.assign(new Error(code), { code, syscall: "read" }));
    } else {
      interceptor.reply(response.status, fill(response.body, unchanged), { ...response.headers });
    }
  }
}

/** Forms are compared as sets of fields, and JSON as JSON. nock has parsed both. */
function isSameBody(wanted: string | undefined, body: unknown, form: boolean): boolean {
  if (wanted === undefined) return body === "" || body === undefined;
  const expected: unknown = form
    ? Object.fromEntries(new URLSearchParams(wanted))
    : parseJson(wanted);
  return JSON.stringify(sortKeys(expected)) === JSON.stringify(sortKeys(body));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
