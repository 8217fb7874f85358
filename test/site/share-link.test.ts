import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../docs/site/playground/run/settings.ts";
import {
  maxCodeLength,
  readFragment,
  toFragment,
} from "../../docs/site/playground/share/share-link.ts";

const scenes = ["audit"];
const settings = { ...defaultSettings, version: "4.3.0", fault: "drop" } as const;

const encoded = (content: unknown): string => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return `#program=${deflateRawSync(text).toString("base64url")}`;
};

test.each([
  ["a program", 'console.log("héllo", "👋");\n'],
  ["an empty program", ""],
  ["a program of the largest size", "// x\n".repeat(maxCodeLength / 5)],
])("a link brings back %s with its settings", async (_, code) => {
  const fragment = (await toFragment({ code, settings })) ?? "";
  expect(fragment).toMatch(/^#program=[\w-]+$/);
  expect(await readFragment(fragment, scenes)).toEqual({
    kind: "program",
    program: { code, settings },
  });
});

test("a link names a scene", async () => {
  expect(await readFragment("#scene=audit", scenes)).toEqual({ kind: "scene", id: "audit" });
});

test("a program that is too long gets no link", async () => {
  expect(await toFragment({ code: "x".repeat(maxCodeLength + 1), settings })).toBeUndefined();
});

test.each(["", "#", "#trap-5", "#programs=abc", "#<script>"])(
  "the fragment %j is none of the playground",
  async (fragment) => {
    expect(await readFragment(fragment, scenes)).toEqual({ kind: "none" });
  },
);

describe("a broken or hostile fragment", () => {
  test.each([
    ["an unknown scene", "#scene=nothing"],
    ["a scene of every object", "#scene=constructor"],
    ["no content", "#program="],
    ["no base64url", "#program=<img src=x onerror=alert(1)>"],
    ["base64 that is not compressed", "#program=YWxlcnQoMSk"],
    ["compressed text that is not JSON", encoded("alert(1)")],
    ["JSON that is no object", encoded("[1]")],
    ["null", encoded("null")],
    ["a program that is no string", encoded({ code: { toString: "x" } })],
    ["a program that is too long", encoded({ code: "x".repeat(maxCodeLength + 1) })],
    ["a short link with a very long text", encoded({ code: "x".repeat(10_000_000) })],
    [
      "bytes that are not UTF-8",
      `#program=${deflateRawSync(Buffer.from([0x22, 0xff, 0x22])).toString("base64url")}`,
    ],
    ["a cut-off link", encoded({ code: "console.log(1)", settings }).slice(0, -8)],
  ])("is only called broken: %s", async (_, fragment) => {
    expect(await readFragment(fragment, scenes)).toEqual({ kind: "broken" });
  });

  test("cannot choose settings that the page does not offer", async () => {
    const hostile = { version: "9.9.9", fault: ["drop"], operation: "<b>", times: {}, extra: 1 };
    const content = await readFragment(encoded({ code: "", settings: hostile }), scenes);
    expect(content).toEqual({ kind: "program", program: { code: "", settings: defaultSettings } });
  });
});
