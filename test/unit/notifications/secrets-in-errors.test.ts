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
    ["what an odd option holds", good(text), { sharedSecret: [markers.secret] }],
    ["what a broken option holds", good(text), { sharedSecret: `${markers.secret}\n${text}` }],
    ["a wrong header", { headers: { [name]: markers.header }, body: text }],
    ["a header twice", { headers: { [name]: [markers.secret, markers.header] }, body: text }],
    ["odd headers", { headers: markers.header, body: text }],
    ["an odd request", text],
    ["a text that is no JSON", good(markers.token)],
    ["JSON that is cut off", good(text.slice(0, -1))],
    ["JSON of another kind", good(`[${text}]`)],
    ["a field of another kind", good(JSON.stringify({ ...full, new_oauth_token: full }))],
    ["a type that is empty", good(JSON.stringify({ ...full, notification_type: "" }))],
    [
      "a token that is missing",
      good(JSON.stringify({ ...full, new_oauth_token: "", notification_type: "new" })),
    ],
    ["a body that is parsed", good(full)],
    ["a body that is large", good(`${text}${" ".repeat(70_000)}`)],
    ["a stream that breaks", posted(streamOf([utf8(text)], broken).body, markers.secret)],
    [
      "a stream that is not UTF-8",
      posted(streamOf([utf8(text), bytes(0xff)]).body, markers.secret),
    ],
    ["a stream of text", posted(streamOf([text]).body, markers.secret)],
  ])("%s", async (_, request, options = { sharedSecret: markers.secret }) => {
    const error = await failure(parseNotification(request as Request, options as never));
    expect(leaks(markers, error)).toEqual([]);
  });
});
