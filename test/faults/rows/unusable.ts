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

/** A success whose answer cannot be used. */
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
  unusable("invalid-json", "cut JSON in whole framing", answer(200, json, document.slice(0, -5))),
  unusable("invalid-json", "JSON and more", answer(200, json, `${document}${document}`)),
  unusable("empty-body", "no body", answer(200, json, "")),
  unusable("empty-body", "body of white space", answer(200, json, " \r\n")),
  unusable("content-type", "page of 200", answer(200, html, page)),
  unusable("content-type", "JSON as text", answer(200, { "content-type": "text/plain" }, document)),
  unusable("content-type", "JSON of no kind", answer(200, {}, document)),
  unusable(
    "content-type",
    "page of 200 without an end",
    endless("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n", flood, 1),
    { closes: true },
  ),
  unusable("encoding", "gzip", answer(200, gzip, gzipSync(document))),
  unusable("encoding", "broken gzip", answer(200, gzip, "no gzip at all")),
  unusable(
    "encoding",
    "coding that nobody knows",
    answer(200, { ...json, "content-encoding": "x-own" }, document),
  ),
  unusable("encoding", "not UTF-8", answer(200, json, latin1)),
  unusable("too-large", "too large by its length", answer(200, json, flood.repeat(2)), {
    options: { maxResponseBytes: 100_000 },
  }),
  unusable(
    "too-large",
    "without an end, by its length",
    endless(`${okHead}content-length: 999999999\r\n\r\n`, flood, 1),
    limit,
  ),
  unusable("too-large", "without an end, in chunks", endless(chunked, floodChunk, 1), limit),
  unusable("too-large", "without an end, of no length", endless(`${okHead}\r\n`, flood, 1), limit),
  unusable("schema", "null", answer(200, json, "null")),
  unusable("schema", "another document", answer(200, json, `{"note":"${document.length}"}`)),
  unusable("schema", "list in place of a document", answer(200, json, `[${document}]`)),
  unusable("protocol", "201", answer(201, json, document), { status: 201 }),
  unusable("protocol", "204", answer(204, {}, ""), { status: 204 }),
  unusable(
    "protocol",
    "204 with a body",
    bytes("HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}", "hold"),
    { status: 204 },
  ),
];
