import { gzipSync } from "node:zlib";
import type { TykErrorCode } from "@tyk-oauth/sdk";
import {
  answer,
  bytes,
  document,
  endless,
  html,
  json,
  okHead,
  page,
} from "../../support/faults/answers.ts";
import type { Row } from "../../support/faults/row.ts";
import { serve } from "../../support/faults/server.ts";
import type { Script } from "../../support/faults/server.ts";

/** Creates a row for a success whose response cannot be used. */
function unusable(code: TykErrorCode, fault: string, script: Script, more: Partial<Row> = {}): Row {
  return {
    fault,
    start: (t) => serve(t, script),
    name: "TykResponseError",
    code,
    outcome: "applied",
    status: 200,
    attempts: [1, 1, 1],
    ...more,
  };
}

const gzip = { ...json, "content-encoding": "gzip" };
const latin1 = Buffer.from(document.replace("Shop", "\u00fc"), "latin1");
const flood = "x".repeat(65_536);
const floodChunk = `10000\r\n${flood}\r\n`;
const limit = { options: { maxResponseBytes: 100_000 }, closes: true } as const;
const chunked = `${okHead}transfer-encoding: chunked\r\n\r\n`;

export const unusableRows: readonly Row[] = [
  unusable(
    "invalid-json",
    "incomplete JSON in a complete body",
    answer(200, json, document.slice(0, -5)),
  ),
  unusable("invalid-json", "text after the JSON", answer(200, json, `${document}${document}`)),
  unusable("empty-body", "no body", answer(200, json, "")),
  unusable("empty-body", "body of white space", answer(200, json, " \r\n")),
  unusable("content-type", "HTML page", answer(200, html, page)),
  unusable(
    "content-type",
    "JSON with the content type text/plain",
    answer(200, { "content-type": "text/plain" }, document),
  ),
  unusable("content-type", "JSON without a content type", answer(200, {}, document)),
  unusable(
    "content-type",
    "endless HTML page",
    endless("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n", flood, 1),
    { closes: true },
  ),
  unusable("encoding", "gzip body", answer(200, gzip, gzipSync(document))),
  unusable("encoding", "invalid gzip body", answer(200, gzip, "no gzip at all")),
  unusable(
    "encoding",
    "unknown content encoding",
    answer(200, { ...json, "content-encoding": "x-own" }, document),
  ),
  unusable("encoding", "body that is not UTF-8", answer(200, json, latin1)),
  unusable("too-large", "body that is too large", answer(200, json, flood.repeat(2)), {
    options: { maxResponseBytes: 100_000 },
  }),
  unusable(
    "too-large",
    "body that announces too large a length",
    endless(`${okHead}content-length: 999999999\r\n\r\n`, flood, 1),
    limit,
  ),
  unusable("too-large", "endless body in chunks", endless(chunked, floodChunk, 1), limit),
  unusable("too-large", "endless body without a length", endless(`${okHead}\r\n`, flood, 1), limit),
  unusable("schema", "body null", answer(200, json, "null")),
  unusable(
    "schema",
    "document of another shape",
    answer(200, json, `{"note":"${document.length}"}`),
  ),
  unusable("schema", "list instead of an object", answer(200, json, `[${document}]`)),
  unusable("protocol", "201", answer(201, json, document), { status: 201 }),
  unusable("protocol", "204", answer(204, {}, ""), { status: 204 }),
  unusable(
    "protocol",
    "204 with a body",
    bytes("HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}", "hold"),
    { status: 204 },
  ),
];
