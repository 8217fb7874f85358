import { describe, expect, test } from "vitest";
import { parseNotification } from "../../../src/index.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { failure } from "../../support/util/failure.ts";
import { bytes, name, posted, streamOf, utf8 } from "../../support/samples/notification.ts";

describe("no error shows", () => {
  const markers = {
    secret: "m4rk-shared-q7x",
    header: "m4rk-header-i1f",
    token: "m4rk-token-e9z",
    refresh: "m4rk-refresh-r5b",
    code: "m4rk-code-t8n",
    type: "m4rk-type-w2k",
    stream: "m4rk-stream-o4g",
  };
  const full = {
    auth_code: markers.code,
    new_oauth_token: markers.token,
    refresh_token: markers.refresh,
    old_refresh_token: markers.refresh,
    notification_type: markers.type,
  };
  const text = JSON.stringify(full);
  const broken = Object.assign(new TypeError(`lost after ${markers.stream}`), {
    name: markers.stream,
    cause: text,
  });
  const good = (body: unknown): unknown => ({ headers: { [name]: markers.secret }, body });

  test.each<[string, unknown, unknown?]>([
    ["a secret option of a wrong type", good(text), { sharedSecret: [[markers.secret]] }],
    ["an invalid secret option", good(text), { sharedSecret: `${markers.secret}\n${text}` }],
    ["a wrong header", { headers: { [name]: markers.header }, body: text }],
    ["a repeated header", { headers: { [name]: [markers.secret, markers.header] }, body: text }],
    ["headers of a wrong type", { headers: markers.header, body: text }],
    ["a request of a wrong type", text],
    ["a string that is not JSON", good(markers.token)],
    ["JSON that is cut off", good(text.slice(0, -1))],
    ["JSON that is not an object", good(`[${text}]`)],
    ["a field of another type", good(JSON.stringify({ ...full, new_oauth_token: full }))],
    ["an empty type", good(JSON.stringify({ ...full, notification_type: "" }))],
    [
      "an empty token",
      good(JSON.stringify({ ...full, new_oauth_token: "", notification_type: "new" })),
    ],
    ["a parsed body", good(full)],
    ["a large body", good(`${text}${" ".repeat(70_000)}`)],
    ["a stream that breaks", posted(streamOf([utf8(text)], broken).body, markers.secret)],
    [
      "a stream that is not UTF-8",
      posted(streamOf([utf8(text), bytes(0xff)]).body, markers.secret),
    ],
    ["a stream of strings", posted(streamOf([text]).body, markers.secret)],
  ])("%s", async (_, request, options = { sharedSecret: markers.secret }) => {
    const error = await failure(parseNotification(request as Request, options as never));
    expect(leaks(markers, error)).toEqual([]);
  });
});
